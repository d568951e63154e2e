/** The corner in which short confirmations stand. */
import { Notifications, notifications } from "@mantine/notifications";

export function show(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true, closeButtonProps: { "aria-label": "Close" } });
}

export function Toaster() {
  return <Notifications position="bottom-right" limit={3} />;
}

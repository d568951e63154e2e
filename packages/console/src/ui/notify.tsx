/** Short confirmations in the corner. Loaded after the first paint: nothing is confirmed before something was done. */
import { Notifications, notifications } from "@mantine/notifications";

/** Says that something was done. Problems are shown where they happened instead. */
export function notify(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true, closeButtonProps: { "aria-label": "Close" } });
}

export function Toaster() {
  return <Notifications position="bottom-right" limit={3} />;
}

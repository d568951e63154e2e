/** The component library, set up once: no style tags (the CSP forbids them), our colours, the reader's scheme. */
import { createTheme, localStorageColorSchemeManager, MantineProvider, useMantineColorScheme } from "@mantine/core";
import "@mantine/core/styles/baseline.layer.css";
import "@mantine/core/styles/default-css-variables.layer.css";
import "@mantine/core/styles/global.layer.css";
import "@mantine/core/styles/UnstyledButton.layer.css";
import "@mantine/core/styles/Button.layer.css";
import "@mantine/core/styles/ActionIcon.layer.css";
import "@mantine/core/styles/Input.layer.css";
import "@mantine/core/styles/InlineInput.layer.css";
import "@mantine/core/styles/Checkbox.layer.css";
import "@mantine/core/styles/Loader.layer.css";
import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/Paper.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import "@mantine/core/styles/Drawer.layer.css";
import "@mantine/core/styles/Notification.layer.css";
import "@mantine/notifications/styles.layer.css";
import type { ReactNode } from "react";
import "./tokens.css";
import "./base.css";

/** The same key that `public/before-start.js` reads before the first paint. */
const colorSchemeManager = localStorageColorSchemeManager({ key: "kept-color-scheme" });

const theme = createTheme({
  cursorType: "pointer",
  fontFamily: "var(--k-sans)",
  fontFamilyMonospace: "var(--k-mono)",
  // Colours come from tokens.css, in which each has a light and a dark value of sufficient contrast.
  variantColorResolver: ({ color, variant }) => {
    const tone = color === "red" ? "danger" : "accent";
    if (variant === "filled") {
      return {
        background: `var(--k-${tone})`,
        hover: `var(--k-${tone}-hover)`,
        color: `var(--k-on-${tone})`,
        border: "1px solid transparent",
      };
    }
    if (variant === "subtle") {
      const ink = color === "red" ? "var(--k-danger)" : color === "gray" ? "var(--k-muted)" : "var(--k-accent)";
      return { background: "transparent", hover: "var(--k-sunken)", color: ink, border: "1px solid transparent" };
    }
    return {
      background: "var(--k-raised)",
      hover: "var(--k-sunken)",
      color: color === "red" ? "var(--k-danger)" : "var(--k-ink)",
      border: "1px solid var(--k-line-strong)",
    };
  },
});

export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      {children}
    </MantineProvider>
  );
}

export type ColorScheme = "light" | "dark" | "auto";

/** The chosen scheme (`auto` follows the system) and how to choose another. */
export function useColorScheme(): { readonly scheme: ColorScheme; readonly choose: (scheme: ColorScheme) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { scheme: colorScheme, choose: setColorScheme };
}

/** Starts the console in its page. */
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { createRouter } from "./routes.tsx";
import { UiProvider } from "./ui/provider.tsx";

const place = document.getElementById("console");
if (place === null) throw new Error("The page has no element with the id console.");

createRoot(place).render(
  <UiProvider>
    <RouterProvider router={createRouter()} />
  </UiProvider>,
);

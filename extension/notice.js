// The page that says why a tab could not be read: the reason stands in its address.

import { fillIn } from "./messages.js";
import { showNotice } from "./view.js";

const REASONS = ["browserPage", "store", "pdf", "file", "noPage", "closed", "noFrame"];

const asked = new URLSearchParams(location.search).get("why");
const why = REASONS.includes(asked) ? asked : "closed";
const api = globalThis.browser ?? globalThis.chrome;

async function closeTab() {
  const tab = await api.tabs.getCurrent();
  await api.tabs.remove(tab.id);
}

fillIn(document);
showNotice(document.getElementById("reading"), why, [{ text: "closeTab", act: closeTab }]);

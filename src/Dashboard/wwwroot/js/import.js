// Texts for the form of a new deployment. The page is told where the text lies.
import { takesText } from "./upload.js";

takesText("import", "/api/deployments/drafts", (_, text) => ({ text }), (place, key) => {
  const field = place.querySelector("[data-import-key]");
  field.value = key;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

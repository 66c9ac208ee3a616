import { h, labelled } from "./dom.js";

/**
 * The form by which what is shown becomes a lookup.
 *
 * @param save writes it under a name and gives its path
 */
export function saveForm(save: (name: string) => Promise<string>): HTMLElement {
  const say = h("p", { class: "note", role: "alert" });
  const name = h("input", {
    type: "text",
    pattern: "[A-Za-z0-9][A-Za-z0-9\\-]*",
    required: true,
  });
  const submit = async () => {
    try {
      const path = await save(name.value);
      say.textContent = `Written: ${path}. "figures build ${name.value}" draws it.`;
    } catch (error) {
      say.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  return h(
    "details",
    {},
    h("summary", {}, "Save as lookup"),
    h(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          void submit();
        },
      },
      labelled("Name", name),
      h("button", {}, "Save"),
    ),
    say,
  );
}

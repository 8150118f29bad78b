// Suggestions under a search field: an ARIA combobox. Without this script the field is a plain search.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = `${field.id}-suggested`;
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.placeholder);
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  const settings = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(settings)) field.setAttribute(name, value);
  field.after(list);
  form.append(told);
  let asked = 0, chosen = -1, timer;

  const choose = (index) => {
    const options = [...list.children];
    chosen = options.length ? (index + options.length) % options.length : -1;
    options.forEach((each, nth) => each.setAttribute("aria-selected", String(nth === chosen)));
    if (chosen >= 0) {
      field.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const part = (parent, name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    made.dir = "auto";
    parent.append(made);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((each, nth) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${nth}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = each.href;
      part(option, "suggested-name", each.label);
      part(option, "suggested-kind", each.matched ? `${each.kind} · ${each.matched}` : each.kind);
      return option;
    }));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    told.textContent = found.length ? field.dataset.found.replace("{n}", found.length) : field.dataset.none;
    chosen = -1;
  };
  const ask = async () => {
    const typed = field.value.trim();
    if (typed.length < 2) return close();
    const turn = ++asked;
    const query = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(`${form.dataset.suggest}?${query}`);
      const body = response.ok ? await response.json() : { suggestions: [] };
      if (turn === asked && document.activeElement === field) show(body.suggestions);
    } catch { close(); }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = list.children[chosen].dataset.href; }
    else if (event.key === "Tab") close();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && event.button === 0) { event.preventDefault(); location.href = option.dataset.href; }
  });
  field.addEventListener("blur", () => setTimeout(close, 100));
}

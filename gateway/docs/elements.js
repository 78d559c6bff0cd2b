// Making elements, and showing JSON in colours; text is only ever set as text.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function showJson(text) {
  const shown = el("pre", { tabindex: "0" });
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    shown.append(text.slice(end, match.index));
    const [whole, string, colon, word] = match;
    if (colon) shown.append(whole);
    else shown.append(el("span", { class: string ? "text" : word ? "word" : "number" }, whole));
    end = match.index + whole.length;
  }
  shown.append(text.slice(end));
  return shown;
}

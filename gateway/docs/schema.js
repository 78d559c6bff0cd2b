// Schemas of the OpenAPI document: following references, and showing them as a table.

import { el } from "./elements.js";

export function resolve(spec, thing) {
  if (!thing || !thing.$ref) return thing;
  const target = thing.$ref.slice(2).split("/").reduce((inside, step) => inside[step], spec);
  return { ...target, ...thing, $ref: undefined };
}

export function plain(spec, schema) {
  const found = resolve(spec, schema);
  const other = found?.anyOf?.find((one) => one.type !== "null");
  return other ? { ...resolve(spec, other), ...found, anyOf: undefined } : found;
}

export function kindOf(spec, schema) {
  const found = plain(spec, schema) ?? {};
  if (found.enum) return "one of";
  const kind = [found.type].flat().filter((one) => one && one !== "null").join(" or ") || "anything";
  if (kind === "array") return `list of ${kindOf(spec, found.items)}`;
  return found.format && !found.format.startsWith("int") ? `${kind}, ${found.format}` : kind;
}

function limits(found) {
  const told = [];
  if (found.enum) told.push(found.enum.join(", "));
  if (found.maxLength) told.push(`at most ${found.maxLength} characters`);
  if (found.minLength) told.push(`at least ${found.minLength} characters`);
  if (found.maxItems) told.push(`at most ${found.maxItems}`);
  if (found.pattern) told.push(found.pattern);
  return told.join(" · ");
}

export function table(spec, schema) {
  const rows = [];
  collect(spec, plain(spec, schema), 0, rows, []);
  if (!rows.length) return el("p", { class: "quiet" }, kindOf(spec, schema));
  const head = ["Field", "Type", ""].map((text) => el("th", { scope: "col" }, text));
  return el("table", { class: "schema" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}

function collect(spec, schema, depth, rows, seen) {
  const required = new Set(schema?.required ?? []);
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    const found = plain(spec, property);
    const mark = required.has(name) && !found.readOnly ? el("em", {}, " required") : null;
    const told = [(found.description ?? "").split("\n\n- ")[0], limits(found)];
    rows.push(el("tr", {},
      el("td", { class: `depth-${depth}` }, name, mark),
      el("td", {}, kindOf(spec, property)),
      el("td", { class: "told" }, told.filter(Boolean).join("\n"))));
    const inner = found.type === "array" ? plain(spec, found.items) : found;
    const reference = property.$ref ?? property.items?.$ref ?? name;
    if (inner?.properties && depth < 3 && !seen.includes(reference)) {
      collect(spec, inner, depth + 1, rows, [...seen, reference]);
    }
  }
}

export function exampleOf(spec, schema, depth = 0) {
  const found = plain(spec, schema) ?? {};
  if (found.enum) return found.enum[1] ?? found.enum[0];
  switch ([found.type].flat()[0]) {
    case "object": {
      if (depth > 2) return {};
      const required = new Set(found.required ?? []);
      const chosen = Object.entries(found.properties ?? {}).filter(([name]) => required.has(name));
      return Object.fromEntries(chosen.map(([name, one]) => [name, exampleOf(spec, one, depth + 1)]));
    }
    case "array": return [];
    case "integer": case "number": return found.minimum > 0 ? found.minimum : 0;
    case "boolean": return false;
    default: return found.format === "date-time" ? new Date().toISOString() : "";
  }
}

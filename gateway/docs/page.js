// The page: operations on the left, one of them on the right, to read and to try.

import { el, showJson } from "./elements.js";
import { asCurl, build, send, whoAmI } from "./request.js";
import { exampleOf, kindOf, plain, resolve, table } from "./schema.js";

const main = document.getElementById("main");
const key = document.getElementById("key");
const search = document.getElementById("search");

function operationsOf(spec) {
  return Object.entries(spec.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ ...operation, path, verb })));
}

function listOf(spec, operations) {
  const groups = spec.tags.map((tag) => {
    const own = operations.filter((one) => one.tags.includes(tag.name));
    const links = own.map((one) => el("li", {}, el("a", { href: `#${one.operationId}` },
      el("span", { class: `verb ${one.verb}` }, one.verb), el("span", {}, one.summary))));
    const [service] = tag.name.split(".");
    return el("details", {}, el("summary", {}, tag["x-displayName"], el("small", {}, service)), el("ul", {}, links));
  });
  document.getElementById("operations").replaceChildren(...groups);
}

function filterList() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const group of document.querySelectorAll("nav details")) {
    let shown = 0;
    for (const link of group.querySelectorAll("li")) {
      const text = `${link.textContent} ${link.firstChild.hash}`.toLowerCase();
      link.hidden = !words.every((word) => text.includes(word));
      shown += link.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
    group.open = words.length > 0 || group.querySelector("[aria-current]") !== null;
  }
}

function inputFor(spec, parameter) {
  const schema = plain(spec, parameter.schema) ?? {};
  const items = schema.type === "array" ? plain(spec, schema.items) : null;
  const data = { "data-in": parameter.in, "data-name": parameter.name, "data-list": items ? "yes" : undefined };
  const id = `in-${parameter.in}-${parameter.name}`;
  const choices = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  const input = choices
    ? el("select", { id, ...data }, ["", ...choices].map((one) => el("option", {}, one)))
    : el("input", { id, ...data, autocomplete: "off", placeholder: kindOf(spec, parameter.schema), required: parameter.required === true });
  const example = parameter.in === "header" ? undefined : parameter.example;
  if (example !== undefined) input.value = Array.isArray(example) ? example.join(",") : String(example);
  const mark = parameter.required ? el("i", { title: "required" }, " *") : null;
  const told = parameter.description ? el("small", {}, parameter.description) : null;
  return el("div", { class: "field" }, el("label", { for: id }, parameter.name, mark), input, told);
}

function bodyOf(spec, operation) {
  const content = operation.requestBody?.content;
  if (!content) return null;
  const json = content["application/json"];
  if (!json) return el("fieldset", {}, el("legend", {}, "File"), el("input", { type: "file", "aria-label": "File" }));
  const example = json.example ?? exampleOf(spec, json.schema);
  const area = el("textarea", { "aria-label": "Body", spellcheck: "false" });
  area.value = JSON.stringify(example, null, 2);
  return el("fieldset", {}, el("legend", {}, "Body (JSON)"), area);
}

function formOf(spec, operation, output) {
  const parameters = (operation.parameters ?? []).map((one) => resolve(spec, one));
  const group = (place, title) => {
    const own = parameters.filter((one) => one.in === place);
    return own.length ? el("fieldset", {}, el("legend", {}, title), own.map((one) => inputFor(spec, one))) : null;
  };
  const sender = el("button", { class: "send", type: "submit" }, "Send");
  const copier = el("button", { type: "button" }, "Copy as curl");
  const form = el("form", { class: "card" }, el("h2", {}, "Try it"),
    group("path", "Path"), group("query", "Query"), bodyOf(spec, operation), group("header", "Headers"),
    el("div", { class: "actions" }, sender, copier));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    sender.disabled = true;
    try { showAnswer(output, await send(build(operation, form, key.value.trim()), key.value.trim())); }
    catch (error) { output.replaceChildren(el("p", { class: "bad" }, `No answer: ${error.message}`)); }
    finally { sender.disabled = false; }
  });
  copier.addEventListener("click", async () => {
    await navigator.clipboard.writeText(asCurl(build(operation, form, key.value.trim())));
    copier.textContent = "Copied";
    setTimeout(() => { copier.textContent = "Copy as curl"; }, 1500);
  });
  return form;
}

function showAnswer(output, { answer, type, text, milliseconds }) {
  const json = /json/.test(type);
  const body = json && text ? JSON.stringify(JSON.parse(text), null, 2) : text.slice(0, 200_000);
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  output.replaceChildren(
    el("div", { class: "answer" },
      el("strong", { class: answer.ok ? "good" : "bad" }, `${answer.status} ${answer.statusText}`),
      el("span", { class: "quiet" }, `${milliseconds} ms`)),
    body ? (json ? showJson(body) : el("pre", { tabindex: "0" }, body)) : el("p", { class: "quiet" }, "No content."),
    el("details", { class: "headers" }, el("summary", {}, "Headers"), el("pre", {}, headers)));
}

function rest({ summary, description }) {
  return description.replaceAll(/\s+/g, " ").startsWith(summary) ? description.slice(summary.length).replace(/^[.;]\s*/, "") : description;
}

function showOperation(spec, operation) {
  const output = el("div", { role: "status", "aria-live": "polite" }, el("p", { class: "quiet" }, "Nothing sent yet."));
  const facts = [`permission: ${operation["x-permission"]}`, `scope: ${operation["x-scope"]}`, operation.operationId];
  const success = Object.entries(operation.responses).find(([status]) => status < "300");
  const answered = success?.[1].content?.["application/json"]?.schema;
  const sent = operation.requestBody?.content["application/json"]?.schema;
  const schemas = [["What is sent", sent], ["What is answered", answered]].filter(([, schema]) => schema);
  main.replaceChildren(
    el("h1", {}, operation.summary),
    el("p", { class: "route" }, el("span", { class: `verb ${operation.verb}` }, operation.verb), el("span", { class: "path" }, operation.path)),
    el("p", { class: "about" }, rest(operation)),
    el("ul", { class: "facts" }, facts.map((fact) => el("li", {}, fact))),
    el("div", { class: "columns" },
      el("div", {}, formOf(spec, operation, output)),
      el("section", { class: "card" }, el("h2", {}, "Answer"), output)),
    ...schemas.map(([title, schema]) => el("section", { class: "card" }, el("h2", {}, title), table(spec, schema))));
  document.title = `${operation.summary} · Trellis API`;
}

function showStart(spec, operations) {
  const [about, rules] = spec.info.description.split("\n\n").map((part) => part.replaceAll(/\*\*|`/g, ""));
  const features = spec.tags.map((tag) => {
    const own = operations.filter((one) => one.tags.includes(tag.name));
    return el("li", { class: "card" }, el("a", { href: `#${own[0].operationId}` }, tag["x-displayName"]),
      el("p", {}, tag.description.split(/(?<=\.)\s/)[0]), el("small", { class: "quiet" }, `${tag.name.split(".")[0]} · ${own.length} operations`));
  });
  main.replaceChildren(el("h1", {}, "The API"),
    el("p", { class: "about" }, about.replaceAll("\n", " ")),
    el("ul", { class: "about" }, rules.split(/^- /m).slice(1).map((rule) => el("li", {}, rule.replaceAll(/\s+/g, " ")))),
    el("p", { class: "quiet" }, "Every operation comes with an example that can be sent as it is."),
    el("ul", { class: "features" }, features));
  document.title = "Trellis API";
}

function route(spec, operations) {
  const operation = operations.find((one) => one.operationId === decodeURIComponent(location.hash.slice(1)));
  for (const link of document.querySelectorAll("nav li a")) {
    if (operation && link.hash === `#${operation.operationId}`) {
      link.setAttribute("aria-current", "page");
      link.closest("details").open = true;
    } else link.removeAttribute("aria-current");
  }
  if (operation) showOperation(spec, operation);
  else showStart(spec, operations);
  scrollTo(0, 0);
}

async function begin() {
  const spec = await (await fetch("/v1/openapi.json")).json();
  const operations = operationsOf(spec);
  listOf(spec, operations);
  route(spec, operations);
  addEventListener("hashchange", () => { route(spec, operations); main.focus(); });
  search.addEventListener("input", filterList);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    search.focus();
  });
  const session = await whoAmI().catch(() => null);
  document.getElementById("who").textContent = session?.user ? `Signed in as ${session.user.name ?? session.user.email}` : "";
}

begin().catch((error) => main.replaceChildren(el("p", { class: "bad" }, `The document could not be read: ${error.message}`)));

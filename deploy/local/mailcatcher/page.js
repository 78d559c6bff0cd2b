// The list of mails, one of them, and the answer to it.
const $ = (id) => document.getElementById(id);
const OUTCOMES = {
  OPENED: "A new ticket began with it.",
  JOINED: "It joined its ticket.",
  FOLLOWED_UP: "A new ticket began that goes on with a solved one.",
  REFUSED: "It was refused: mails of machines, and our own, begin no tickets.",
  HARD: "Its address is left alone from now on.",
  UNKNOWN_MESSAGE: "No message of the suite to that address is known.",
};
let mails = [];
let chosen = "";

async function look() {
  const answer = await fetch("/api/mails");
  const told = (await answer.json()).mails;
  if (told.map((mail) => mail.id).join() === mails.map((mail) => mail.id).join()) return;
  mails = told;
  list();
}

function list() {
  $("empty").hidden = mails.length > 0;
  $("list").replaceChildren(...mails.map(row));
}

function row(mail) {
  const button = document.createElement("button");
  const about = document.createElement("span");
  about.textContent = `${mail.to.join(", ")} · ${new Date(mail.time).toLocaleTimeString()}`;
  button.append(mail.subject || "(no subject)", about);
  button.type = "button";
  if (mail.id === chosen) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => show(mail));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function show(mail) {
  chosen = mail.id;
  $("mail").hidden = $("answer").hidden = false;
  $("subject").textContent = mail.subject;
  $("people").textContent = `${mail.from} to ${mail.to.join(", ")}`;
  $("text").textContent = mail.text;
  $("html").hidden = !mail.html;
  if (mail.html) $("html").src = `/api/mails/${mail.id}/html`;
  $("headers").textContent = mail.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  $("raw").href = `/api/mails/${mail.id}/raw`;
  answering(`Answer as ${mail.to[0]}`, true);
  list();
}

function answering(heading, reply) {
  $("answer").hidden = false;
  $("answer").reset();
  $("heading").textContent = heading;
  $("said").textContent = "";
  for (const label of document.querySelectorAll(".own")) {
    label.hidden = reply;
    label.firstElementChild.required = !reply;
  }
}

$("compose").addEventListener("click", () => {
  chosen = "";
  $("mail").hidden = true;
  answering("Write to support", false);
  list();
});

$("clear").addEventListener("click", async () => {
  await fetch("/api/mails", { method: "DELETE" });
  $("mail").hidden = $("answer").hidden = true;
  await look();
});

$("bounce").addEventListener("click", () => send(`/api/mails/${chosen}/bounce`, {}));

$("answer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const path = chosen ? `/api/mails/${chosen}/reply` : "/api/write";
  await send(path, Object.fromEntries(new FormData($("answer"))));
});

async function send(path, body) {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  const told = await answer.json();
  $("said").textContent = answer.ok
    ? OUTCOMES[told.outcome] ?? "The suite took it."
    : `Not taken: ${told.detail}`;
}

await look();
setInterval(look, 2000);

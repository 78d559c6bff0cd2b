/* Tells Trellis what a visitor does on this site, once the visitor has agreed.

   <script async src="https://crm.example.com/public/track.js"></script>      asks nobody: waits
   <script async src="…" data-consent="given"></script>                       the page has asked already

   trellis.consent(true)             the visitor agrees: what waited is sent, a cookie keeps the id
   trellis.consent(false)            the visitor does not: nothing is kept, nothing is sent
   trellis.track("download", {document: "guide.pdf"})
   trellis.page()                    another page, in programs that change pages by themselves
   trellis.visitor()                 the id to send along with a form, "" without consent

   Before consent there is no cookie and nothing leaves the page. Global Privacy Control means no. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || window.trellis) return;
  var home = new URL(script.src, location.href).origin;
  var COOKIE = "trellis_visitor";
  var MAX_AGE = 180 * 24 * 3600;
  var MOST = 50;
  var waiting = [];
  var timer = 0;
  var failures = 0;
  var id = stored();
  var agreed = !refused() && (id !== "" || script.dataset.consent === "given");

  function refused() {
    return navigator.globalPrivacyControl === true;
  }

  function stored() {
    var found = document.cookie.match(/(?:^|; )trellis_visitor=([0-9a-f-]{36})(?:;|$)/);
    return found ? found[1] : "";
  }

  function random() {
    if (crypto.randomUUID) return crypto.randomUUID();
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function keep(value, seconds) {
    var secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      COOKIE + "=" + value + "; Max-Age=" + seconds + "; Path=/; SameSite=Lax" + secure;
  }

  function add(event) {
    if (refused()) return;
    event.event_id = random();
    waiting.push({ at: Date.now(), event: event });
    if (waiting.length > MOST) waiting.shift();
    plan(300);
  }

  function plan(delay) {
    if (!agreed || timer || !waiting.length) return;
    timer = setTimeout(send, delay);
  }

  function body() {
    var now = Date.now();
    return JSON.stringify({
      visitor_id: id,
      automated: navigator.webdriver === true,
      events: waiting.map(function (one) {
        var age = Math.round((now - one.at) / 1000);
        return Object.assign({ age_seconds: Math.max(0, Math.min(age, 86400)) }, one.event);
      }),
    });
  }

  function send() {
    timer = 0;
    if (!agreed || !waiting.length) return;
    if (!id) {
      id = random();
      keep(id, MAX_AGE);
    }
    var text = body();
    var sent = waiting;
    waiting = [];
    fetch(home + "/public/track", {
      method: "POST",
      body: text,
      keepalive: true,
      credentials: "omit",
      headers: { "Content-Type": "text/plain" },
    }).then(
      function (response) {
        failures = 0;
        if (response.status === 429 || response.status >= 500) again(sent);
      },
      function () {
        again(sent);
      },
    );
  }

  function again(sent) {
    failures += 1;
    waiting = sent.concat(waiting).slice(-MOST);
    if (failures <= 5) plan(1000 * Math.pow(2, failures));
  }

  function leave() {
    if (!agreed || !id || !waiting.length || !navigator.sendBeacon) return;
    if (navigator.sendBeacon(home + "/public/track", body())) waiting = [];
  }

  function page() {
    add({
      kind: "PAGE_VIEW",
      url: location.href.slice(0, 2000),
      title: document.title.slice(0, 300),
      referrer: document.referrer.slice(0, 2000),
    });
  }

  function track(name, properties) {
    add({ kind: "PRODUCT_EVENT", name: String(name), properties: properties || {} });
  }

  function consent(yes) {
    agreed = yes === true && !refused();
    if (agreed) {
      if (!id) id = random();
      keep(id, MAX_AGE);
      plan(0);
    } else {
      keep("", 0);
      id = "";
      waiting = [];
    }
  }

  function visitor() {
    return agreed ? id : "";
  }

  /* Links to documents are downloads; links and forms that lead to Trellis take the visitor along. */
  function clicked(click) {
    var link = click.target.closest ? click.target.closest("a[href]") : null;
    if (!link) return;
    if (link.hasAttribute("download") || /\.(pdf|docx?|xlsx?|pptx?|zip)$/i.test(link.pathname)) {
      track("download", { document: decodeURIComponent(link.pathname.split("/").pop()) });
    }
    if (visitor() && link.href.indexOf(home + "/public/forms/") === 0) {
      var url = new URL(link.href);
      url.searchParams.set("visitor_id", visitor());
      link.href = url.href;
    }
  }

  function submitted(submit) {
    var form = submit.target;
    if (!visitor() || String(form.action).indexOf(home + "/public/forms/") !== 0) return;
    var field = form.querySelector("input[name=visitor_id]") || document.createElement("input");
    field.type = "hidden";
    field.name = "visitor_id";
    field.value = visitor();
    form.appendChild(field);
  }

  window.trellis = { consent: consent, page: page, track: track, visitor: visitor };
  addEventListener("click", clicked, true);
  addEventListener("submit", submitted, true);
  addEventListener("pagehide", leave);
  page();
})();

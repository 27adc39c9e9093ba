// Pages work without this. With it an answer needs no reload, keys work while a prompt is in focus, and an open page follows what is committed.
const words = document.body.dataset;
const patience = 20_000;
const main = () => document.getElementById("main");

function say(id, text) {
  const place = document.getElementById(id);
  place.textContent = text ?? "";
  place.classList.toggle("shown", Boolean(text));
}

// Takes over what a page of this host shows, and leaves open what was open and in focus what was.
function show(html, address) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const fresh = next.getElementById("main");
  if (!fresh) return false;
  const open = new Set([...document.querySelectorAll("details[id]")].map((d) => [d.id, d.open]).map(([id, is]) => `${id}=${is}`));
  const focus = document.activeElement?.closest("[id]");
  const prompts = [...main().querySelectorAll("[data-prompt]")];
  const at = prompts.indexOf(focus?.closest("[data-prompt]"));
  main().replaceWith(document.adoptNode(fresh));
  for (const details of document.querySelectorAll("details[id]")) {
    if (open.has(`${details.id}=true`)) details.open = true;
    else if (open.has(`${details.id}=false`)) details.open = false;
  }
  document.title = next.title;
  document.querySelector("footer").replaceChildren(...[...next.querySelector("footer").children].map((c) => document.adoptNode(c)));
  line();
  if (address) history.replaceState(null, "", address);
  if (at >= 0) {
    const now = [...main().querySelectorAll("[data-prompt]")];
    (document.getElementById(focus.id) ?? now[Math.min(at, now.length - 1)] ?? main()).focus({ preventScroll: false });
  }
  return next;
}

const plain = (url) => {
  const address = new URL(url, location.href);
  address.searchParams.delete("said");
  address.hash = "";
  return address.pathname + address.search;
};

async function ask(address, more = {}) {
  const answer = await fetch(address, { ...more, credentials: "same-origin", headers: { accept: "text/html" }, signal: AbortSignal.timeout(patience) });
  return { answer, html: await answer.text() };
}

async function send(form, button) {
  form.setAttribute("aria-busy", "true");
  say("fault");
  try {
    const { answer, html } = await ask(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
    if (answer.ok) {
      const next = show(html, plain(answer.url));
      say("said", next && next.getElementById("said").textContent);
    } else {
      say("said");
      say("fault", new DOMParser().parseFromString(html, "text/html").querySelector(".problem .detail")?.textContent ?? `${answer.status} ${answer.statusText}`);
      document.getElementById("fault").scrollIntoView({ block: "nearest" });
    }
  } catch {
    say("fault", words.lost);
  } finally {
    form.removeAttribute("aria-busy");
    if (stale) refresh();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.slow) say("said", form.dataset.slow);
  if (!("quiet" in form.dataset) || (event.submitter && "page" in event.submitter.dataset)) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

// Keys count while a prompt has the focus, and never while something is written.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const prompt = event.target.closest("[data-prompt]");
  if (!prompt) return;
  const prompts = [...document.querySelectorAll("[data-prompt]")].filter((p) => p.offsetParent !== null);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    prompts[prompts.indexOf(prompt) + step]?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && event.target === prompt) {
    location.assign(prompt.dataset.customer);
  } else if (event.key.length === 1) {
    const target = prompt.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("details")) {
      target.open = !target.open;
      if (target.open) target.querySelector("button, input")?.focus();
    } else target.click();
  }
});

// Live: the host says that something changed; what it is, this page asks for as anybody would.
let stream = null;
let stale = false;

function line() {
  const place = document.getElementById("line");
  place.textContent = stream ? (stream.readyState === EventSource.OPEN ? words.connected : words.away) : "";
  place.dataset.state = stream?.readyState === EventSource.OPEN ? "live" : "away";
}

const isSending = () => Boolean(document.querySelector("form[aria-busy=true]"));
const isWriting = () => Boolean(document.activeElement?.closest("main input, main select")) || Boolean(document.querySelector(".answers details[open]"));

async function refresh() {
  stale = isSending() || isWriting();
  if (stale) {
    // What is being sent is answered with the page as it is then.
    if (!isSending()) say("said", words.fresh);
    return;
  }
  if (document.getElementById("said").textContent === words.fresh) say("said");
  try {
    const { answer, html } = await ask(plain(location.href));
    if (answer.ok && !isSending() && !isWriting()) show(html);
    else if (!answer.ok) say("fault", new DOMParser().parseFromString(html, "text/html").querySelector(".problem .detail")?.textContent ?? `${answer.status}`);
  } catch {
    say("fault", words.lost);
  }
}

function follow() {
  stream?.close();
  stream = null;
  const address = main().dataset.live;
  if (!address || document.hidden) return;
  stream = new EventSource(address);
  stream.addEventListener("open", () => line());
  stream.addEventListener("changed", refresh);
  stream.addEventListener("error", () => {
    line();
    // A stream that the host ends is opened again; one that it refuses is not, and the page says why.
    if (stream?.readyState === EventSource.CLOSED) refresh();
  });
}

document.addEventListener("focusout", () => setTimeout(() => stale && refresh(), 50));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
  follow();
});
addEventListener("pagehide", () => stream?.close());
follow();
if (!location.hash && new URL(location.href).searchParams.has("said") === false) document.querySelector("[data-prompt]")?.focus({ preventScroll: true });
if (new URL(location.href).searchParams.has("said")) history.replaceState(null, "", plain(location.href));

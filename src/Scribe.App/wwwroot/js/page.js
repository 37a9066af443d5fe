// What a page needs from the browser and Blazor does not give: shortcuts, leave warning, scrolling, clipboard.

let page = null;
let singleKeys = true;
let leaving = false;
const storedKey = "scribe.single-keys";

const ticked = ["checkbox", "radio", "button", "submit", "range"];

const typing = (target) =>
  target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName) || (target.tagName === "INPUT" && !ticked.includes(target.type));

const dialog = () => [...document.querySelectorAll('[aria-modal="true"]')].pop();

function pressed(event) {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key === "Enter") {
    event.preventDefault();
    page.invokeMethodAsync("PressedAsync", "ctrl+enter");
  } else if (control && event.key.toLowerCase() === "z" && !event.shiftKey && !typing(event.target)) {
    event.preventDefault();
    page.invokeMethodAsync("PressedAsync", "ctrl+z");
  } else if (!control && !event.altKey && singleKeys && (!dialog() || (event.key === "?" && dialog().matches("[data-help]"))) && !event.repeat && !typing(event.target) && ["n", "r", "?"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    page.invokeMethodAsync("PressedAsync", event.key.toLowerCase());
  }
}

// While a dialog is open, Tab stays in it; when it closes, the focus returns to where it was.
let before = null;

function inDialog(event) {
  const open = dialog();
  if (!open || event.key !== "Tab") return;
  const stops = [...open.querySelectorAll('a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])')];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const inside = open.contains(document.activeElement);
  if (first && (!inside || document.activeElement === (event.shiftKey ? first : last))) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

function watchDialogs() {
  document.addEventListener("focusin", ({ target }) => {
    if (!dialog()) before = target;
  });
  let open = false;
  new MutationObserver(() => {
    const now = Boolean(dialog());
    if (open && !now && document.activeElement === document.body && before?.isConnected) before.focus();
    open = now;
  }).observe(document.body, { childList: true, subtree: true });
}

// Rows of the note: arrows move, and keys that Blazor acts on must not also scroll or submit.
function inList(event) {
  const row = event.target.closest?.("[data-row]");
  if (!row || row !== event.target) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const rows = [...document.querySelectorAll("[data-row]")];
    rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else if (event.key === "Enter" || event.key === "Delete") {
    event.preventDefault();
  }
}

// Enter keeps an edited statement; only Shift+Enter would be a new line, which a statement does not have.
function inEditor(event) {
  if (event.key === "Enter" && event.target.matches?.("textarea[data-statement]")) event.preventDefault();
}

export function listen(reference) {
  page = reference;
  singleKeys = localStorage.getItem(storedKey) !== "off";
  document.addEventListener("keydown", inList, true);
  document.addEventListener("keydown", inEditor, true);
  document.addEventListener("keydown", inDialog, true);
  document.addEventListener("keydown", pressed);
  watchDialogs();
  addEventListener("beforeunload", (event) => {
    if (leaving) event.preventDefault();
  });
  return singleKeys;
}

export function setSingleKeys(on) {
  singleKeys = on;
  localStorage.setItem(storedKey, on ? "on" : "off");
}

/** While true, closing or reloading the tab asks first. */
export function warnBeforeLeaving(on) {
  leaving = on;
}

/** Asks before a page that guards its leaving is left by other ways than a link. */
export const mayLeave = (question) => !leaving || confirm(question);

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/** Brings the first of these elements into the middle of its scroller, without moving the page. */
export function reveal(ids) {
  const first = ids.map((id) => document.getElementById(id)).find(Boolean);
  const scroller = first?.closest("[data-scroller]");
  if (!scroller) return;
  const box = first.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  if (box.top >= view.top && box.bottom <= view.bottom) return;
  scroller.scrollTo({ top: scroller.scrollTop + box.top - view.top - view.height / 3, behavior: calm() });
}

const following = new WeakMap();

/** Keeps a growing list at its end until the reader scrolls up; tells .NET when that changes. */
export function follow(scroller, reference) {
  const state = { on: true };
  following.set(scroller, state);
  let height = scroller.clientHeight;
  // A panel that becomes smaller, because a notice appears above it, is not scrolled by its reader.
  const resized = () => {
    if (scroller.clientHeight === height) return false;
    height = scroller.clientHeight;
    if (state.on) scroller.scrollTop = scroller.scrollHeight;
    return true;
  };
  new ResizeObserver(resized).observe(scroller);
  scroller.addEventListener("scroll", () => {
    if (resized()) return;
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 48;
    if (atEnd !== state.on) {
      state.on = atEnd;
      reference.invokeMethodAsync("FollowingChanged", atEnd);
    }
  }, { passive: true });
}

export function toEnd(scroller, always) {
  const state = following.get(scroller);
  if (always && state) state.on = true;
  if (always || state?.on) scroller.scrollTop = scroller.scrollHeight;
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = area.scrollHeight + "px";
}

export function focusRow(id) {
  document.getElementById(id)?.focus();
}

let audible = null;

/** Lets the demonstration recording be heard from a position, at the speed at which it is streamed. */
export function play(address, fromSeconds, speed) {
  silence();
  audible = new Audio(address);
  audible.currentTime = fromSeconds;
  audible.playbackRate = speed;
  audible.play().catch(() => { /* No sound device: the stream goes on without. */ });
}

export function silence() {
  audible?.pause();
  audible = null;
}

/* A live session is followed every second: the state alone is asked for, without a session; a page that has
   acts of its own is fetched again when the state has changed. Without this file there is a link to refresh. */
"use strict";
(() => {
  const line = document.getElementById("live-follow");
  if (!line) return;
  const lost = line.querySelector("[data-live-lost]"), said = line.querySelector("[data-live-said]");
  const EVERY = 1000, LONGEST = 10000, PATIENCE = 5000;
  let etag = "", wait = EVERY, seen = new Date(), writing = false;

  const shown = () => document.getElementById("live-page") || document.getElementById("live-state");
  const hour = (at) => at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const say = (words) => { if (words && said.textContent !== words) said.textContent = words; };
  document.addEventListener("input", (event) => { if (event.target.closest("form")) writing = true; });
  document.addEventListener("submit", () => { writing = false; });

  /* Put new content in the place of the old one: what is open stays open, who has the focus keeps it. */
  function swap(old, fresh) {
    const focus = old.contains(document.activeElement) ? document.activeElement.id : "";
    for (const each of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector(`#${CSS.escape(each.id)}`);
      if (same) same.open = each.open;
    }
    old.replaceWith(document.adoptNode(fresh));
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    for (const form of fresh.querySelectorAll("form[data-once]")) {
      form.addEventListener("submit", () => setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; }, 0));
    }
    tick();
  }

  const get = (address, more) => fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  async function own(id) {
    const answer = await get(location.href);
    if (!answer.ok || answer.redirected) return location.reload();
    const old = document.getElementById(id), fresh = parsed(await answer.text()).getElementById(id);
    if (old && fresh) swap(old, fresh);
    else location.reload();
  }

  async function changed(state) {
    const now = shown();
    if (now.dataset.mark === state.dataset.mark) return;
    const onward = location.pathname.endsWith("/screen") ? state.dataset.onwardScreen : state.dataset.onward;
    if (onward && !writing) return location.assign(onward);
    say(state.dataset.said);
    if (line.dataset.swap === "state") {
      const phase = now.dataset.phase;
      swap(now, state);
      if (phase === state.dataset.phase || !document.getElementById("live-mine")) return;
    }
    if (writing) return say(line.dataset.new);
    await own(line.dataset.swap === "state" ? "live-mine" : "live-page");
  }

  async function follow() {
    try {
      const answer = await get(line.dataset.live, { credentials: "omit", headers: etag ? { "If-None-Match": etag } : {} });
      if (answer.status === 200) {
        await changed(parsed(await answer.text()).getElementById("live-state"));
        etag = answer.headers.get("ETag") || "";
      } else if (answer.status !== 304) throw new Error(answer.status);
      seen = new Date();
      wait = EVERY;
      lost.hidden = true;
    } catch {
      wait = Math.min(2 * wait, LONGEST);
      lost.textContent = line.dataset.lost.replace("{hour}", hour(seen));
      if (lost.hidden) say(lost.textContent);
      lost.hidden = false;
    }
    setTimeout(follow, wait);
  }

  function tick() {
    for (const each of document.querySelectorAll("[data-ends]")) {
      const left = Math.max(0, Math.round((new Date(each.dataset.ends) - Date.now()) / 1000));
      each.textContent = `(${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})`;
    }
  }
  setInterval(tick, 1000);
  tick();
  setTimeout(follow, EVERY);
})();

// Buttons that move an option up and down in a ranking; without this file each option has its rank to fill in.
"use strict";
for (const list of document.querySelectorAll("[data-ranking]")) {
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  list.after(status);
  const rank = (item) => Number(item.querySelector("select").value) || Infinity;
  const name = (item) => item.querySelector("label").textContent.trim();
  const sorted = () => [...list.children].sort((a, b) => rank(a) === rank(b) ? 0 : rank(a) - rank(b));

  const move = (item, step) => {
    const order = sorted();
    const ranked = order.filter((each) => rank(each) !== Infinity);
    const at = ranked.indexOf(item);
    if (at < 0) {
      ranked.push(item);
    } else {
      const to = Math.max(0, Math.min(ranked.length - 1, at + step));
      ranked.splice(at, 1);
      ranked.splice(to, 0, item);
    }
    ranked.forEach((each, place) => { each.querySelector("select").value = String(place + 1); });
    for (const each of sorted()) { list.append(each); }
    status.textContent = `${name(item)}, ${list.dataset.rank} ${rank(item)}`;
  };

  for (const item of list.children) {
    const buttons = document.createElement("span");
    buttons.className = "movers";
    for (const [sign, words, step] of [["↑", list.dataset.up, -1], ["↓", list.dataset.down, 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = sign;
      button.setAttribute("aria-label", `${words} ${name(item)}`);
      button.addEventListener("click", () => { move(item, step); button.focus(); });
      buttons.append(button);
    }
    item.append(buttons);
  }
}

// The page of ./coalmine up: keeps what server-sent events tell, and changes what differs.
// Everything that is named somewhere is set as text; only pictures come as HTML, made by the server.
"use strict";

const $ = (id) => document.getElementById(id);
const MOST_DONE = 1000;
const SILENCE = 15000; // the server says something every five seconds
const AGAIN = 3000;
const HIDDEN = 10000;

const STANDINGS = {
  RUNNING: ["▸", "running"],
  PAUSED: ["❚❚", "paused"],
  ASKS: ["?", "awaits approval"],
  PROMOTED: ["✓", "promoted"],
  ROLLED_BACK: ["↩", "rolled back"],
  REFUSED: ["⊘", "refused"],
  STUCK: ["!", "stuck"],
  ABORTED: ["■", "stopped"],
  TIMED_OUT: ["■", "timed out"],
};

// What each command is called, and what it does to the requests of a release.
const COMMANDS = {
  approve: ["Approve", "Approves the weight or promotion for which the release awaits approval."],
  reject: ["Reject", "Rejects the weight or promotion, and sends all requests back to the baseline."],
  resume: ["Resume", "Continues the release from its current weight."],
  pause: ["Pause", "Keeps the weight, with the gate on, until you resume the release."],
  skip: ["Skip", "Ends the current bake or watch now."],
  promote: ["Promote", "Sends all requests to the canary now."],
  rollback: ["Roll back", "Sends all requests back to the baseline now."],
  revert: ["Revert", "Restores the routing from before this release."],
};
const MOVING = ["promote", "rollback", "reject", "revert"];

// Small things -------------------------------------------------------------------------------

function text(node, says) {
  if (node.textContent !== says) node.textContent = says;
}

function element(name, className, says) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (says !== undefined) made.textContent = says;
  return made;
}

function stands(node, standing) {
  const [shape, word] = STANDINGS[standing] || ["", standing];
  if (node.dataset.s !== standing) {
    node.dataset.s = standing;
    const sign = element("span", "", shape + " ");
    sign.setAttribute("aria-hidden", "true");
    node.replaceChildren(sign, word);
  }
}

const whole = new Intl.NumberFormat("en");
const count = (number, one, many) => `${whole.format(number)} ${number === 1 ? one : many}`;
const address = (name) => "#/" + encodeURIComponent(name);

function opened() {
  if (!location.hash.startsWith("#/")) return "";
  try {
    return decodeURIComponent(location.hash.slice(2));
  } catch (broken) {
    return "";
  }
}

// The clock ----------------------------------------------------------------------------------

const clock = { at: 0, heard: 0, speed: 1, runs: false };

function heardTime(now) {
  clock.at = now;
  clock.heard = performance.now();
  clock.runs = true;
}

function now() {
  return clock.runs ? clock.at + (performance.now() - clock.heard) * clock.speed : clock.at;
}

const at = (millis) => new Date(millis).toISOString().slice(11, 19);

function span(seconds) {
  const left = Math.max(0, Math.round(seconds));
  if (left < 60) return `${left} s`;
  if (left < 3600) return `${Math.floor(left / 60)} min ${left % 60} s`;
  return `${Math.floor(left / 3600)} h ${Math.floor((left % 3600) / 60)} min`;
}

function tick() {
  if (clock.at === 0) return;
  const time = now();
  text($("clock"), new Date(time).toISOString().slice(0, 19).replace("T", " ") + " UTC");
  for (const line of visible) tellNext(line);
  if (release.head) tellMoves(release.head);
}

// The list -----------------------------------------------------------------------------------

const lines = new Map(); // by name: the row as it was told, and its nodes
const visible = new Set();
const lists = { running: [], done: [] }; // lines in the order in which they are shown
let fresh = null; // while everything is told anew: the names so far
let tally = { running: 0, endings: {} };

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const line = lines.get(entry.target.dataset.name);
    if (!line) continue;
    if (entry.isIntersecting) {
      visible.add(line);
      tellNext(line);
    } else {
      visible.delete(line);
    }
  }
});

const rank = {
  running: (row) => row.number,
  done: (row) => row.ended + row.number / 1e6,
};

function place(line, list) {
  const all = lists[list];
  const mine = rank[list](line.row);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rank[list](all[middle].row) > mine) low = middle + 1;
    else high = middle;
  }
  const focused = line.node.contains(document.activeElement) ? document.activeElement : null;
  $(list).insertBefore(line.node, low < all.length ? all[low].node : null);
  if (focused) focused.focus({ preventScroll: true }); // a node that moves loses it
  all.splice(low, 0, line);
  line.list = list;
}

function displace(line) {
  const all = lists[line.list];
  all.splice(all.indexOf(line), 1);
  visible.delete(line);
}

function forget(line) {
  displace(line);
  watcher.unobserve(line.node);
  line.node.remove();
  lines.delete(line.row.name);
}

function made(row) {
  const node = element("li", "row");
  node.dataset.name = row.name;
  const link = element("a");
  link.href = address(row.name);
  const share = element("span", "share");
  const bar = element("span", "bar");
  const fill = element("i");
  bar.setAttribute("aria-hidden", "true");
  bar.append(fill);
  const weight = element("span");
  const next = element("span", "next");
  share.append(bar, weight, next);
  const line = {
    row, node, link, fill, weight, next, share,
    stands: element("span", "stands"),
    moves: element("span", "moves"),
    reason: element("span", "reason"),
  };
  node.append(link, line.stands, line.moves, share, line.reason);
  watcher.observe(node);
  return line;
}

function tellNext(line) {
  const row = line.row;
  text(line.next, row.ended !== undefined ? `ended ${at(row.ended)}`
    : row.next === undefined ? "" : `next check in ${span(row.next - now() / 1000)}`);
}

function tellRow(row) {
  if (fresh) fresh.add(row.name);
  let line = lines.get(row.name);
  if (!line) {
    line = made(row);
    lines.set(row.name, line);
  }
  line.row = row;
  const list = row.ended === undefined ? "running" : "done";
  if (line.list !== list) {
    if (line.list) displace(line);
    place(line, list);
  }
  text(line.link, row.id);
  line.link.title = row.name;
  stands(line.stands, row.standing);
  text(line.moves, row.targets.map(([name, before, after]) => `${name}  ${before} → ${after}`).join(", ") || (row.name === row.id ? "" : row.name));
  line.share.hidden = row.weight < 0 && row.ended === undefined;
  line.fill.parentNode.hidden = row.weight < 0 || row.targets.length === 0;
  line.fill.style.transform = `scaleX(${Math.max(0, row.weight) / 100})`;
  text(line.weight, line.fill.parentNode.hidden ? "" : `${row.weight} %`);
  text(line.reason, row.reason);
  tellNext(line);
  line.node.hidden = !isWanted(row);
  line.node.classList.toggle("open", row.name === opened());
}

function isWanted(row) {
  const stand = $("stands").value;
  if (stand && row.standing !== stand) return false;
  const words = $("words").value.trim().toLowerCase();
  if (!words) return true;
  const all = `${row.id} ${row.name} ${row.reason} ${row.targets.flat().join(" ")}`.toLowerCase();
  return words.split(/\s+/).every((word) => all.includes(word));
}

function filter() {
  for (const line of lines.values()) line.node.hidden = !isWanted(line.row);
  tellTallies();
}

function tellTitle(list, word, all) {
  const shown = lists[list].reduce((sum, line) => sum + (line.node.hidden ? 0 : 1), 0);
  $(list + "-title").hidden = lists[list].length === 0;
  text($(list + "-title"), shown === all ? `${word}: ${whole.format(all)}`
    : `${word}: ${whole.format(shown)} of ${whole.format(all)}`);
}

function tellTallies() {
  const ended = Object.values(tally.endings).reduce((sum, some) => sum + some, 0);
  const parts = [["RUNNING", tally.running], ...Object.entries(tally.endings)];
  const list = $("tallies");
  while (list.children.length > parts.length) list.lastChild.remove();
  parts.forEach(([standing, number], i) => {
    let part = list.children[i];
    if (!part) {
      part = element("li");
      part.append(element("b"), " ", element("span", "stands"));
      list.append(part);
    }
    text(part.firstChild, whole.format(number));
    stands(part.lastChild, standing);
  });
  $("none").hidden = tally.running + ended > 0;
  tellTitle("running", "Running", tally.running);
  tellTitle("done", "Ended", ended);
}

function heardReleases(told) {
  heardTime(told.now);
  told.rows.forEach(tellRow);
  tally = told;
  if (fresh && !told.more) {
    for (const [name, line] of lines) if (!fresh.has(name)) forget(line);
    fresh = null;
  }
  while (lists.done.length > MOST_DONE) forget(lists.done[lists.done.length - 1]);
  tellTallies();
  tellNews(told.newest);
}

// News: who asks, and who ended last -----------------------------------------------------------

function tellNews(newest) {
  const asking = lists.running.filter((line) => line.row.standing === "ASKS").map((line) => line.row);
  const asks = $("asking");
  const key = asking.map((row) => row.name).join();
  if (asks.dataset.key !== key) {
    asks.dataset.key = key;
    asks.hidden = asking.length === 0;
    if (asking.length > 0) {
      const sign = element("span", "stands");
      stands(sign, "ASKS");
      asks.replaceChildren(sign, " ");
      asking.slice(0, 3).forEach((row, i) => {
        const link = element("a", "", row.id);
        link.href = address(row.name);
        asks.append(i > 0 ? ", " : "", link);
      });
      asks.append(asking.length > 3 ? ` and ${whole.format(asking.length - 3)} more` : asking.length === 1 ? `: ${asking[0].reason}` : "");
    }
  }
  const line = $("newest");
  if (newest && line.dataset.key !== newest.name) {
    line.dataset.key = newest.name;
    const link = element("a", "", newest.id);
    link.href = address(newest.name);
    const sign = element("span", "stands");
    stands(sign, newest.standing);
    line.replaceChildren(sign, " ", link, `: ${newest.reason}`);
  }
  line.hidden = !newest;
  tellWhetherNews();
}

// An open release has the place for itself, but for those that wait for a person.
function tellWhetherNews() {
  const asks = $("asking");
  const own = opened() !== "" && asks.dataset.key === opened();
  $("news").hidden = (asks.hidden || own) && ($("newest").hidden || opened() !== "");
}

// Traffic --------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";
const ROOM = 56; // height of a way, as in the style
const BAND = 34; // of all requests

function drawn(flow) {
  const svg = document.createElementNS(SVG, "svg");
  const height = ROOM * flow.ways.length;
  svg.setAttribute("viewBox", `0 0 100 ${height}`);
  svg.setAttribute("height", height);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  let from = (height - BAND) / 2;
  flow.ways.forEach((way, i) => {
    const thick = (BAND * way.share) / 100;
    const middle = ROOM * (i + 0.5);
    const start = from + thick / 2;
    const curve = (y0, y1) => `C45 ${y0} 55 ${y1} 100 ${y1}`;
    const add = (className, d) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", className);
      path.setAttribute("d", d);
      path.dataset.role = way.role;
      svg.append(path);
    };
    if (way.share > 0) {
      const half = Math.max(thick, 1.5) / 2;
      add("band", `M0 ${start - half}${curve(start - half, middle - half)}L100 ${middle + half}`
        + `C55 ${middle + half} 45 ${start + half} 0 ${start + half}Z`);
      if (way.requests > 0) add("run", `M0 ${start}${curve(start, middle)}`);
    } else {
      add("idle", `M0 ${start}${curve(start, middle)}`);
    }
    from += thick;
  });
  return svg;
}

function tellFlow(node, flow) {
  const known = flow.minute !== undefined;
  const all = flow.ways.reduce((sum, way) => sum + (way.requests || 0), 0);
  if (!node.firstChild) {
    const who = element("div", "who");
    who.append(element("b"), element("span"));
    node.append(who, element("div"), element("div"));
  }
  const [who, picture, ways] = node.children;
  text(who.firstChild, flow.name);
  text(who.lastChild, known ? `${count(all, "request", "requests")} in minute ${at(flow.minute * 1000).slice(0, 5)}`
    : "no recent requests in CloudWatch");
  const shape = JSON.stringify(flow.ways.map((way) => [way.role, way.share, way.requests > 0]));
  if (picture.dataset.shape !== shape) {
    picture.dataset.shape = shape;
    picture.replaceChildren(drawn(flow));
  }
  while (ways.children.length > flow.ways.length) ways.lastChild.remove();
  flow.ways.forEach((way, i) => {
    let line = ways.children[i];
    if (!line) {
      line = element("div", "way");
      const numbers = element("span");
      numbers.append("", element("em"));
      numbers.prepend(document.createTextNode(""));
      line.append(element("b"), numbers);
      ways.append(line);
    }
    line.dataset.role = way.role;
    text(line.firstChild, `${way.share} % ${way.label}`);
    const numbers = line.lastChild;
    const some = [way.role, way.requests !== undefined ? count(way.requests, "request", "requests") : known ? "no requests" : ""]
      .filter((part) => part !== "").join(": ");
    if (numbers.firstChild.data !== some) numbers.firstChild.data = some;
    text(numbers.lastChild, way.errors > 0 ? `, ${count(way.errors, "error", "errors")}` : "");
  });
}

function tellFlows(list, flows) {
  const known = new Map([...list.children].map((node) => [node.dataset.name, node]));
  flows.forEach((flow, i) => {
    let node = known.get(flow.name);
    if (!node) {
      node = element("li", "flow");
      node.dataset.name = flow.name;
    }
    known.delete(flow.name);
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] || null);
    tellFlow(node, flow);
  });
  for (const node of known.values()) node.remove();
}

function heardTraffic(told) {
  tellFlows($("flows"), told.flows);
  $("still").hidden = told.flows.length > 0;
  $("more-flows").hidden = told.more === 0;
  text($("more-flows"), `and ${whole.format(told.more)} more: open a release to see its traffic`);
}

// One release ----------------------------------------------------------------------------------

const release = { name: "", source: null, head: null, sending: false };

function tellMoves(head) {
  const parts = head.targets.map((target) => `${target.name}: ${target.before} → ${target.after}`);
  if (head.weight >= 0) parts.push(`canary at ${head.weight} %`);
  if (head.waits) parts.push(head.waits);
  if (head.ended !== undefined) parts.push(`ended ${at(head.ended)} after ${span((head.ended - head.started) / 1000)}`);
  else {
    parts.push(`running for ${span((now() - head.started) / 1000)}`);
    if (head.next !== undefined) parts.push(`next check in ${span(head.next - now() / 1000)}`);
  }
  text($("moves"), parts.join(" · "));
}

function tellButtons() {
  const wanted = release.head && !release.head.gone ? release.head.commands : [];
  const group = $("buttons");
  const known = Object.keys(COMMANDS).filter((word) => wanted.includes(word));
  const present = [...group.children].map((button) => button.dataset.word);
  if (known.join() !== present.join()) {
    const focused = group.contains(document.activeElement) ? document.activeElement.dataset.word : "";
    const buttons = known.map((word) => {
      const button = element("button", word === "approve" ? "asked" : MOVING.includes(word) && word !== "promote" ? "back-to" : "", COMMANDS[word][0]);
      button.type = "button";
      button.dataset.word = word;
      button.addEventListener("click", () => isHeld() || ask(word));
      return button;
    });
    group.replaceChildren(...buttons);
    // Who steers by keys stays among the buttons, also when a command has taken the place of another.
    const again = buttons.find((button) => button.dataset.word === focused) || buttons[0] || $("release-title");
    if (focused) again.focus();
  }
  for (const button of group.children) button.setAttribute("aria-disabled", isHeld());
}

// Whether commands have to wait: for an answer, or for the server.
function isHeld() {
  return release.sending || document.body.classList.contains("gone");
}

function heardRelease(head) {
  const gone = head.gone === true;
  release.head = gone ? null : head;
  text($("release-title"), gone ? release.name : head.id);
  document.title = gone ? "Coalmine" : `${head.id} ${STANDINGS[head.standing][1]} – Coalmine`;
  $("report").parentNode.hidden = gone;
  if (gone) {
    delete $("stand").dataset.s;
    delete $("release").dataset.s;
    text($("stand"), "");
    text($("why"), "There is no release with this name. Of the ended releases, this page keeps the last 1,000.");
    text($("moves"), "");
    $("own-flows").replaceChildren();
    $("picture").replaceChildren();
  } else {
    stands($("stand"), head.standing);
    $("release").dataset.s = head.standing;
    text($("why"), head.reason);
    tellMoves(head);
    tellFlows($("own-flows"), head.flows);
  }
  tellButtons();
}

// Makes one tree like another: what stays the same is left alone, with its focus and selection.
function morph(old, wanted) {
  const target = [...wanted.childNodes];
  target.forEach((node, i) => {
    const there = old.childNodes[i];
    if (!there) old.append(node);
    else if (there.nodeType !== node.nodeType || there.nodeName !== node.nodeName) there.replaceWith(node);
    else if (node.nodeType !== Node.ELEMENT_NODE) {
      if (there.data !== node.data) there.data = node.data;
    } else {
      attributes(there, node);
      morph(there, node);
    }
  });
  while (old.childNodes.length > target.length) old.lastChild.remove();
}

function attributes(old, wanted) {
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    const own = name === "open" && old.nodeName === "DETAILS"; // opened by whoever reads
    if (!wanted.hasAttribute(name) && !own) old.removeAttribute(name);
  }
}

function heardPicture(told) {
  const made = document.createElement("template");
  made.innerHTML = told.html;
  morph($("picture"), made.content);
}

function open() {
  const name = opened();
  for (const line of lines.values()) line.node.classList.toggle("open", line.row.name === name);
  if (name === release.name) return;
  const left = lines.get(release.name);
  close();
  release.name = name;
  document.body.classList.toggle("opened", name !== "");
  $("release").hidden = name === "";
  document.title = "Coalmine";
  tellWhetherNews();
  if (!name) {
    if (left && !left.node.hidden) left.link.focus();
    return;
  }
  text($("release-title"), name);
  for (const id of ["why", "moves", "answer"]) text($(id), "");
  text($("stand"), "");
  delete $("stand").dataset.s;
  delete $("release").dataset.s;
  $("picture").replaceChildren();
  $("own-flows").replaceChildren();
  $("report").href = `/_coalmine/releases/${encodeURIComponent(name)}/report`;
  tellButtons();
  listenToRelease();
  scrollTo(0, 0);
  $("release-title").focus({ preventScroll: true });
}

function close() {
  if (release.source) release.source.close();
  release.source = null;
  release.head = null;
}

function listenToRelease() {
  if (release.source) release.source.close();
  const source = new EventSource(`/_coalmine/releases/${encodeURIComponent(release.name)}/live`);
  release.source = source;
  on(source, "release", heardRelease);
  on(source, "picture", heardPicture);
  on(source, "over", () => source.close());
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED && release.source === source) {
      setTimeout(() => release.source === source && listenToRelease(), AGAIN);
    }
  });
}

// Buttons --------------------------------------------------------------------------------------

function ask(word) {
  const [name, does] = COMMANDS[word];
  const dialog = $("sure");
  dialog.dataset.word = word;
  text($("sure-title"), `${name} ${release.head.id}?`);
  text($("sure-does"), does);
  text($("sure-yes"), name);
  $("sure-why").value = "";
  dialog.showModal();
  $("sure-why").focus();
}

async function post(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const told = await answer.json();
    return { done: answer.ok, ...told };
  } catch (unreachable) {
    return { done: false, says: "The server does not answer, so the result is unknown. Check the status of the release." };
  }
}

function say(node, answer) {
  node.classList.toggle("bad", !answer.done);
  text(node, (answer.done ? "" : "Not done: ") + answer.says);
}

async function tell(word, why) {
  const name = release.name;
  release.sending = true;
  tellButtons();
  $("answer").classList.remove("bad");
  text($("answer"), `${COMMANDS[word][0]}: sent, waiting for the release to answer …`);
  const answer = await post(`/_coalmine/releases/${encodeURIComponent(name)}/${word}`, JSON.stringify({ why }));
  release.sending = false;
  if (name === release.name) say($("answer"), answer);
  tellButtons();
}

$("sure").querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const word = $("sure").dataset.word;
  const why = $("sure-why").value.trim();
  $("sure").close();
  tell(word, why);
});
$("sure-no").addEventListener("click", () => $("sure").close());

$("start").addEventListener("toggle", async () => {
  if (!$("start").open || $("request").value) return;
  const answer = await fetch("/_coalmine/releases");
  $("request").value = (await answer.json()).suggestion;
});
$("start").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = $("start").querySelector("button");
  button.disabled = true;
  const answer = await post("/_coalmine/releases", $("request").value);
  button.disabled = false;
  say($("started"), answer);
  if (answer.done) location.hash = address(answer.name);
});

// The connection -------------------------------------------------------------------------------

let source = null;
let lastHeard = 0;
let hiding = 0;

function on(from, event, hear) {
  from.addEventListener(event, (told) => {
    lastHeard = performance.now();
    hear(JSON.parse(told.data));
  });
}

function connected(is) {
  document.body.classList.toggle("gone", !is);
  text($("connection"), is ? "live" : clock.at ? `no answer from the server since ${at(now())}; trying again` : "no answer from the server; trying again");
  if (!is) {
    clock.at = now();
    clock.runs = false;
  }
  tellButtons();
}

function listen() {
  if (source) source.close();
  const mine = new EventSource("/_coalmine/live");
  source = mine;
  lastHeard = performance.now();
  on(mine, "begin", (told) => {
    clock.speed = told.speed;
    heardTime(told.now);
    fresh = new Set();
    text($("speed"), told.speed === 1 ? "" : `at ${told.speed} × real time`);
    connected(true);
    // Whoever answers now may be another server, which does not know a release that is over.
    if (release.name && release.source && release.source.readyState === EventSource.CLOSED) listenToRelease();
  });
  on(mine, "releases", heardReleases);
  on(mine, "traffic", heardTraffic);
  mine.addEventListener("error", () => {
    if (source !== mine) return;
    if (!document.body.classList.contains("gone")) connected(false);
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => source === mine && listen(), AGAIN);
  });
}

setInterval(() => {
  if (source && performance.now() - lastHeard > SILENCE) {
    if (!document.body.classList.contains("gone")) connected(false);
    listen();
  }
}, AGAIN);

// A browser has six connections to a server, for all of its tabs: those that nobody sees give theirs back.
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => {
      if (source) source.close();
      source = null;
      if (release.source) release.source.close();
    }, HIDDEN);
  } else if (!source) {
    listen();
  }
});

const choice = $("stands");
choice.append(new Option("any", ""), ...Object.entries(STANDINGS).map(([standing, [, word]]) => new Option(word, standing)));
choice.addEventListener("change", filter);
$("words").addEventListener("input", filter);
$("filter").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", open);
setInterval(tick, 1000);
listen();
open();

// The map: arrow keys go from paper to paper, and where there are many papers, points are drawn here from their file.
const figure = document.querySelector("[data-map]");
const FULL = 65535, BYTES = 5, NOWHERE = 255, NEAR = 14;
// As many titles as topics/meaning.py puts into a file.
const SHELF = 64;

if (figure) {
  const told = figure.querySelector("[data-told]");
  const canvas = figure.querySelector("canvas");
  if (canvas) drawn(canvas, told).catch((error) => (told.textContent = `The points could not be loaded (${error.message}).`));
  else linked([...figure.querySelectorAll("svg a")]);
}

/** Arrow keys among the links of the drawing; the tab key comes to one of them. */
function linked(links) {
  const places = links.map((link) => {
    const circle = link.querySelector("circle");
    return { x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")) };
  });
  const field = figure.querySelector("svg");
  // An image has no links; what can be walked through has.
  field.setAttribute("role", "group");
  let at = 0;
  links[at].setAttribute("tabindex", "0");
  field.addEventListener("keydown", (event) => {
    const to = towards(event.key, places, at);
    if (to === undefined) return;
    event.preventDefault();
    links[at].setAttribute("tabindex", "-1");
    links[(at = to)].setAttribute("tabindex", "0");
    links[at].focus();
  });
  field.addEventListener("focusin", (event) => (at = Math.max(0, links.indexOf(event.target.closest("a")))));
}

/** Points from their file on a canvas, with pointer and keys; titles come when asked for. */
async function drawn(canvas, told) {
  const answer = await fetch(figure.dataset.points);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const data = new DataView(await answer.arrayBuffer());
  const points = [];
  for (let paper = 0; paper < data.byteLength / BYTES; paper++) {
    const accent = data.getUint8(paper * BYTES + 4);
    if (accent === NOWHERE) continue;
    points.push({ paper, accent, x: data.getUint16(paper * BYTES, true) / FULL, y: data.getUint16(paper * BYTES + 2, true) / FULL });
  }
  const first = told.textContent, shelves = new Map();
  let at = -1, size;

  const draw = () => {
    const box = canvas.getBoundingClientRect(), scale = window.devicePixelRatio || 1;
    canvas.width = box.width * scale;
    canvas.height = box.height * scale;
    size = box;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(document.body);
    const colour = (accent) => style.getPropertyValue(accent ? `--accent-${accent}` : "--soft");
    const colours = Array.from({ length: 13 }, (_, accent) => colour(accent));
    const radius = Math.max(1.1, Math.min(3, 60 / Math.sqrt(points.length / (box.width / 300)))) * scale;
    pen.globalAlpha = 0.7;
    for (const point of points) {
      pen.fillStyle = colours[point.accent];
      pen.beginPath();
      pen.arc(point.x * canvas.width, point.y * canvas.height, radius, 0, 2 * Math.PI);
      pen.fill();
    }
    if (at < 0) return;
    pen.globalAlpha = 1;
    pen.strokeStyle = style.getPropertyValue("--press");
    pen.lineWidth = 2 * scale;
    pen.beginPath();
    pen.arc(points[at].x * canvas.width, points[at].y * canvas.height, radius + 4 * scale, 0, 2 * Math.PI);
    pen.stroke();
  };

  const card = async (point) => {
    const shelf = Math.floor(point.paper / SHELF);
    if (!shelves.has(shelf)) shelves.set(shelf, fetch(`${figure.dataset.search}titles-${shelf}.json`).then((found) => found.json()));
    return (await shelves.get(shelf))[point.paper % SHELF];
  };

  const choose = async (next) => {
    if (next === at) return;
    at = next;
    draw();
    if (at < 0) return void (told.textContent = first);
    const chosen = at, [id, title] = await card(points[at]);
    if (chosen !== at) return;
    const link = document.createElement("a");
    link.href = `${figure.dataset.papers}${id}/`;
    link.textContent = title;
    told.replaceChildren(link);
  };
  const nearest = (event) => {
    const [x, y] = [event.clientX - size.left, event.clientY - canvas.getBoundingClientRect().top];
    let best = -1, least = NEAR;
    points.forEach((point, i) => {
      const far = Math.hypot(point.x * size.width - x, point.y * size.height - y);
      if (far < least) [best, least] = [i, far];
    });
    return best;
  };
  const go = async () => {
    if (at >= 0) location.href = `${figure.dataset.papers}${(await card(points[at]))[0]}/`;
  };

  told.setAttribute("aria-live", "polite");
  canvas.tabIndex = 0;
  canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && choose(nearest(event)));
  canvas.addEventListener("click", async (event) => {
    const before = at, found = nearest(event);
    await choose(found);
    // A finger first sees what it has hit, and opens it through the link or a second tap.
    if (found >= 0 && (event.pointerType === "mouse" || before === found)) go();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") return void go();
    const to = at < 0 ? (event.key.startsWith("Arrow") ? 0 : undefined) : towards(event.key, points, at);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  });
  new ResizeObserver(draw).observe(canvas);
  new MutationObserver(draw).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}

/** The nearest point in the direction of an arrow key, those straight ahead first; undefined where there is none. */
function towards(key, places, at) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return undefined;
  let best, least = Infinity;
  places.forEach((place, i) => {
    const x = place.x - places[at].x, y = place.y - places[at].y;
    const ahead = x * way[0] + y * way[1], aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) [best, least] = [i, ahead + 2 * aside];
  });
  return best;
}

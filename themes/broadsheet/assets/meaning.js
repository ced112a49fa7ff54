// Search by meaning: reads the index that topics/meaning.py writes (its docstring has the format) and ranks papers by the
// words of the query and by where those words lie among the papers. Runs in browsers and, for the tests, in Node.
//
//   const index = await fetchIndex("../search/");       // once, when somebody searches
//   const hits = await search(index, "cheaper decoding for long inputs", 10);
//   // [{id, title, score, words: ["decoding"], near: ["speculative", "drafting"]}, ...]

const VERSION = 1;
// BM25 as usually set.
const K1 = 1.5, B = 0.75;
// What a cosine of 1 counts beside a paper that repeats every word of the query: a short query says little by its words.
const MEANING = (asked) => Math.min(0.6, 2.4 / asked);
// Of a paper's words those explain it that some papers use, at least, and at most this share of them, or so many.
const SOME = 3, MANY = 0.1, MOST_OF_FEW = 20, REASONS = 4;

/** Fetch the index below a folder's address. Titles come later, for the hits alone. */
export async function fetchIndex(folder) {
  const fetched = async (name) => {
    const answer = await fetch(folder + name);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer;
  };
  const index = open(new Uint8Array(await (await fetched("index.bin")).arrayBuffer()));
  const shelves = new Map();
  index.titles = (number) => {
    if (!shelves.has(number)) shelves.set(number, fetched(`titles-${number}.json`).then((answer) => answer.json()));
    return shelves.get(number);
  };
  return index;
}

/** An index from its bytes. Throws on another format. */
export function open(bytes) {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  if (head.format !== "broadsheet-search" || head.version !== VERSION) throw new Error("an index of another version");
  const part = {};
  let at = end + 1;
  for (const [name, length] of Object.entries(head.sections)) part[name] = bytes.subarray(at, (at += length));

  const names = vocabulary(part.vocabulary, head.words);
  const stem = stemmer(head.rules);
  const number = new Map(names.map((name, word) => [stem(name), word]));
  const starts = new Uint32Array(head.words + 1);
  const frequency = bits(part.frequencies);
  for (let word = 0; word < head.words; word++) starts[word + 1] = starts[word] + frequency.gamma();
  const papers = new Uint32Array(starts[head.words]), times = new Uint16Array(papers.length);
  const posting = bits(part.postings);
  for (let word = 0; word < head.words; word++) {
    const rest = 31 - Math.clz32(Math.floor(head.papers / (starts[word + 1] - starts[word])));
    let paper = -1;
    for (let i = starts[word]; i < starts[word + 1]; i++) {
      papers[i] = paper += posting.rice(rest) + 1;
      times[i] = posting.gamma();
    }
  }
  const lengths = new Uint16Array(head.papers);
  for (let paper = 0; paper < head.papers; paper++) lengths[paper] = part.lengths[2 * paper] | (part.lengths[2 * paper + 1] << 8);
  const average = lengths.reduce((sum, length) => sum + length, 0) / head.papers;
  const vectors = unpack(part.vectors, head.papers, head.scales);
  const telling = (word) => (part.telling[word >> 3] >> (7 - (word & 7))) & 1;
  return { head, names, telling, number, stem, starts, papers, times, lengths, average, vectors, size: head.scales.length };
}

/** The best papers for a query. Equal scores go by the papers' order. */
export function rank(index, query, limit = 10) {
  const asked = words(index, query);
  const byWord = new Float64Array(index.head.papers), meaning = new Float64Array(index.size);
  let all = 0;
  for (const word of asked.keys()) {
    const worth = idf(index, word), place = centre(index, word);
    all += worth;
    for (let d = 0; d < index.size; d++) meaning[d] += worth * place[d];
    for (let i = index.starts[word]; i < index.starts[word + 1]; i++) {
      const paper = index.papers[i], times = index.times[i];
      const long = K1 * (1 - B + (B * index.lengths[paper]) / index.average);
      byWord[paper] += (worth * times) / (times + long);
    }
  }
  if (!asked.size) return [];
  unit(meaning);
  const share = MEANING(asked.size);
  const scores = byWord.map((score, paper) => score / all + share * dot(index, paper, meaning));
  const best = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b).slice(0, limit);
  return reasons(index, asked, meaning, best.filter((paper) => scores[paper] > 0)).map(
    (reason, at) => ({ paper: best[at], score: scores[best[at]], ...reason })
  );
}

/** `rank` with the id and the title of each hit. */
export async function search(index, query, limit = 10) {
  const shelf = index.head.shelf;
  return Promise.all(rank(index, query, limit).map(async (hit) => {
    const [id, title] = (await index.titles(Math.floor(hit.paper / shelf)))[hit.paper % shelf];
    return { id, title, ...hit };
  }));
}

/** The stems of a text under the index's rules, as `meaning.stems` in Python gives them. */
export function stems(rules, text) {
  const stem = stemmer(rules);
  return spellings(rules, text).map(stem).filter(Boolean);
}

function spellings(rules, text) {
  return text.normalize("NFKC").toLowerCase().match(new RegExp(rules.word, "gu")) ?? [];
}

/** Words of the query that the index knows, each with the query's spelling. */
function words(index, query) {
  const found = new Map();
  for (const spelling of spellings(index.head.rules, query)) {
    const word = index.number.get(index.stem(spelling));
    if (word !== undefined && !found.has(word)) found.set(word, spelling);
  }
  return found;
}

/** text.singular and text.stem, letter for letter. */
function stemmer(rules) {
  const size = (word) => [...word].length;
  const ends = (word, ...endings) => endings.some((ending) => word.endsWith(ending));
  const singular = (word) => {
    if (size(word) <= 3 || !word.endsWith("s") || ends(word, "ss", "us", "is", "ics")) return word;
    if (word.endsWith("ies") && size(word) > 4) return word.slice(0, -3) + "y";
    return word.slice(0, ends(word, "sses", "xes", "zes", "ches", "shes") ? -2 : -1);
  };
  return (spelling) => {
    const bare = spelling.replaceAll("’", "'").replace(/'s$/, "");
    if (size(bare) < 2) return "";
    let word = singular(bare);
    const ending = rules.endings.find((one) => word.endsWith(one) && size(word) - one.length >= 3);
    if (ending) word = word.slice(0, -ending.length);
    const letters = [...word];
    const [before, last] = letters.slice(-2);
    return letters.length > 3 && last === before && !"sl".includes(last) ? letters.slice(0, -1).join("") : word;
  };
}

function idf(index, word) {
  const papers = index.starts[word + 1] - index.starts[word];
  return Math.log(1 + (index.head.papers - papers + 0.5) / (papers + 0.5));
}

/** Where a word lies: at the centre of the papers that use it. */
function centre(index, word) {
  const sum = new Float64Array(index.size), from = index.starts[word], to = index.starts[word + 1];
  for (let i = from; i < to; i++) {
    const start = index.papers[i] * index.size;
    for (let d = 0; d < index.size; d++) sum[d] += index.vectors[start + d];
  }
  return sum.map((value) => value / (to - from));
}

function dot(index, paper, vector) {
  let sum = 0;
  for (let d = 0, at = paper * index.size; d < index.size; d++) sum += index.vectors[at + d] * vector[d];
  return sum;
}

function unit(vector) {
  const length = Math.hypot(...vector) || 1;
  for (let d = 0; d < vector.length; d++) vector[d] /= length;
  return vector;
}

/** For each hit the query's words in it, and its own words that lie nearest to the query, the nearest first. */
function reasons(index, asked, meaning, hits) {
  const place = new Map(hits.map((paper, at) => [paper, at]));
  const found = hits.map(() => ({ words: [], near: [] }));
  for (let word = 0; word < index.names.length; word++) {
    const from = index.starts[word], to = index.starts[word + 1], papers = to - from;
    const explains = index.telling(word) && papers >= SOME && papers <= Math.max(MOST_OF_FEW, MANY * index.head.papers);
    let near;
    for (let i = from; i < to; i++) {
      const at = place.get(index.papers[i]);
      if (at === undefined) continue;
      if (asked.has(word)) found[at].words.push(word);
      else if (explains) {
        near ??= unit(centre(index, word)).reduce((sum, value, d) => sum + value * meaning[d], 0);
        if (near > 0) found[at].near.push([near, word]);
      }
    }
  }
  return found.map(({ words, near }) => ({
    words: words.sort((a, b) => idf(index, b) - idf(index, a) || a - b).map((word) => asked.get(word)),
    near: near.sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, REASONS).map(([, word]) => index.names[word]),
  }));
}

function vocabulary(bytes, count) {
  const decoder = new TextDecoder(), names = [], letters = new Uint8Array(512);
  for (let at = 0, i = 0; i < count; i++) {
    const shared = bytes[at], own = bytes[at + 1];
    letters.set(bytes.subarray(at + 2, (at += 2 + own)), shared);
    names.push(decoder.decode(letters.subarray(0, shared + own)));
  }
  return names;
}

function unpack(bytes, papers, scales) {
  const size = scales.length, vectors = new Float32Array(papers * size);
  for (let paper = 0; paper < papers; paper++) {
    const row = vectors.subarray(paper * size, (paper + 1) * size);
    for (let d = 0; d < size; d++) row[d] = (((bytes[(paper * size + d) >> 1] >> (4 * (d & 1))) & 15) - 8) * scales[d];
    unit(row);
  }
  return vectors;
}

/** A reader of bits, the highest of each byte first. */
function bits(bytes) {
  let at = 0;
  const next = () => (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
  const take = (count) => {
    let value = 0;
    while (count--) value = value * 2 + next();
    return value;
  };
  const ones = () => {
    let count = 0;
    while (next()) count++;
    return count;
  };
  return {
    gamma: () => {
      const rest = ones();
      return 2 ** rest + take(rest);
    },
    rice: (rest) => ones() * 2 ** rest + take(rest),
  };
}

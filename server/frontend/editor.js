// The SPARQL editor: CodeMirror over the plain form, which works the same without this file.
//
// The form says where things are: data-vocabulary, data-complete and data-check are addresses of this
// site, data-nonce is for the style sheets that CodeMirror makes, the other data-… are words.
import {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const KEYWORDS = (
  "ASK BASE BIND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN LIMIT MINUS " +
  "NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT UNDEF UNION VALUES WHERE ASC AVG MAX MIN SAMPLE SUM " +
  "GROUP_CONCAT SEPARATOR AS a true false BOUND COALESCE CONCAT CONTAINS DATATYPE DAY IF IRI isBlank isIRI " +
  "isLiteral LANG LANGMATCHES LCASE MONTH NOW REGEX REPLACE SAMETERM STR STRAFTER STRBEFORE STRDT STRENDS " +
  "STRLANG STRLEN STRSTARTS SUBSTR UCASE YEAR"
).split(" ");
const WAIT_MS = 900;
const LONGEST_ADDRESS = 6000;
const KINDS = { class: "class", property: "property", concept: "constant", thing: "text" };

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--text)", fontSize: ".875rem", minHeight: "16rem", maxHeight: "75vh" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "16rem" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--sunk)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxWidth: "min(42rem, 90vw)", maxHeight: "none" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--muted)" },
  ".cm-completionInfo": { fontFamily: "var(--sans)", maxWidth: "22rem", padding: "8px 12px" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", color: "inherit" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "inherit", textDecoration: "underline wavy" },
});

function option(term, boost) {
  return {
    label: term.name,
    detail: term.count ? `${term.label} · ${term.count}` : term.label,
    info: term.definition || undefined,
    type: KINDS[term.kind] || "property",
    boost,
  };
}

// The terms of the ontology, asked for once.
function vocabulary(address) {
  let asked;
  return () => (asked ??= fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { terms: [] }))
    .then((found) => found.terms.map((term) => option(term, term.kind === "concept" ? -2 : -1)))
    .catch(() => ((asked = undefined), [])));
}

// What the data really has at this place of the query; nothing where it takes too long.
async function inContext(address, context) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT_MS);
  context.addEventListener("abort", () => stop.abort());
  try {
    const body = new URLSearchParams({ query: context.state.doc.toString(), at: String([...context.state.doc.sliceString(0, context.pos)].length) });
    const answer = await fetch(address, { method: "POST", body, signal: stop.signal });
    return answer.ok ? await answer.json() : { terms: [] };
  } catch {
    return { terms: [] };
  } finally {
    clearTimeout(timer);
  }
}

function completer(form) {
  const terms = form.dataset.vocabulary ? vocabulary(form.dataset.vocabulary) : async () => [];
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (/#[^<>"]*$/.test(before) && !/<[^>]*#[^>]*$/.test(before)) return null; // in a comment
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const here = variable.text;
      const names = new Set(context.state.doc.toString().match(/[?$]\w+/g) || []);
      names.delete(here);
      return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const word = context.matchBefore(/[A-Za-z][\w-]*(?::[\w.-]*)?/);
    if (!word && !context.explicit) return null;
    const [known, found] = await Promise.all([
      terms(),
      form.dataset.complete ? inContext(form.dataset.complete, context) : { terms: [] },
    ]);
    if (context.aborted) return null;
    const near = found.terms.map((term, place) => option(term, 99 - Math.min(place, 90)));
    const have = new Set(near.map((each) => each.label));
    const options = near.concat(known.filter((each) => !have.has(each.label)));
    if (!word || !word.text.includes(":")) {
      options.push(...KEYWORDS.map((label) => ({ label, type: "keyword", boost: word ? 0 : -50 })));
    }
    return { from: word ? word.from : context.pos, options, validFor: /^[\w:.-]*$/ };
  };
}

function checker(form, status) {
  return async (view) => {
    const text = view.state.doc.toString();
    let found = { ok: true };
    if (text.trim()) {
      try {
        const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams({ query: text }) });
        if (answer.ok) found = await answer.json();
      } catch { /* without an answer there is nothing to say */ }
    }
    if (status) status.textContent = found.ok ? "" : found.detail;
    if (found.ok) return [];
    const number = Math.min(Math.max(found.line || 1, 1), view.state.doc.lines);
    const line = view.state.doc.line(number);
    const from = Math.min(line.from + Math.max((found.column || 1) - 1, 0), line.to);
    const rest = /^\S+/.exec(view.state.doc.sliceString(from, line.to));
    const to = rest ? from + rest[0].length : from;
    return [{ from: to > from ? from : Math.max(line.from, from - 1), to, severity: "error", message: found.detail }];
  };
}

// What is typed over a selection is put in by the editor: a browser would keep the look of what it
// replaces with an inline style, which the policy of the page refuses.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    if (event.inputType !== "insertText" || main.empty || ranges.length > 1 || view.composing || event.data === null) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, event.data, insert));
    if (!taken) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

function enhance(form) {
  const area = form.querySelector("textarea");
  const status = form.querySelector("[data-status]");
  const label = form.querySelector(`label[for="${area.id}"]`);
  const hand = () => {
    area.value = view.state.doc.toString();
    // A long query does not fit into an address.
    form.method = encodeURIComponent(area.value).length > LONGEST_ADDRESS ? "post" : "get";
  };
  const run = () => { hand(); form.requestSubmit(form.querySelector("button.primary")); return true; };
  const extensions = [
    EditorView.cspNonce.of(form.dataset.nonce || ""),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), indentOnInput(), bracketMatching(), closeBrackets(),
    typedOver, EditorView.lineWrapping, sparql(), syntaxHighlighting(classHighlighter), theme,
    // So few that the list never scrolls: it moves with the choice, and cannot hide one from the keyboard.
    autocompletion({ override: [completer(form)], maxRenderedOptions: 12, icons: true }),
    keymap.of([
      { key: "Mod-Enter", run },
      { key: "Ctrl-Enter", run },
      { key: "Mod-.", run: acceptCompletion },
      ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
    ]),
    EditorView.contentAttributes.of({
      "aria-label": form.dataset.label || "SPARQL", "aria-describedby": area.getAttribute("aria-describedby") || "",
      dir: "ltr", spellcheck: "false", autocapitalize: "off", autocorrect: "off", translate: "no",
    }),
  ];
  if (form.dataset.check) extensions.push(linter(checker(form, status), { delay: 600 }));
  const view = new EditorView({ state: EditorState.create({ doc: area.value, extensions }) });
  view.dom.classList.add("editor");
  area.after(view.dom);
  area.hidden = true;
  form.addEventListener("submit", hand);
  if (label) label.addEventListener("click", (event) => { event.preventDefault(); view.focus(); });
  for (const only of form.querySelectorAll("[data-with-editor]")) only.hidden = false;
}

for (const form of document.querySelectorAll("form[data-editor]")) enhance(form);

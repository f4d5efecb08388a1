/**
 * The look of the status page: the reader's own fonts, light or dark as the reader has it. Every colour of a
 * text has a contrast of 4.5 and more with what is behind it (WCAG 2.2, 1.4.3).
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif;
  --ground: light-dark(#ffffff, #14171a); --panel: light-dark(#f4f6f8, #1e2327);
  --text: light-dark(#1b1f23, #e8eaed); --faint: light-dark(#4a535c, #b0b8c0);
  --line: light-dark(#cdd4da, #3c444c); --edge: light-dark(#6b7680, #8a949e);
  --good: light-dark(#0f6b33, #7bd69a); --bad: light-dark(#a11a12, #ff9d94); --busy: light-dark(#6b4a00, #f0c46a);
  --mark: light-dark(#0b57d0, #8ab4f8);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; }
.faint, th { color: var(--faint); }
.verdict { font-weight: 700; font-size: 1.2rem; margin: 0; padding: .3rem 1rem; border-radius: 2rem; color: #fff; }
.well { background: #0f6b33; } .bad { background: #a11a12; } .busy { background: #6b4a00; } .idle { background: #45505a; }
#about { flex-basis: 100%; }
.plain { list-style: none; margin: 0; padding: 0; }
.finding { background: var(--panel); border-left: .3rem solid var(--bad); margin: .5rem 0; padding: .5rem .75rem; }
.finding p { margin: .15rem 0; }
.fix { font-family: ui-monospace, monospace; font-size: .9rem; white-space: pre-wrap; }
.note { background: var(--panel); padding: .75rem; }
.fields { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.fields label { display: flex; flex-direction: column; color: var(--faint); font-size: .9rem; max-width: 100%; }
.fields label:first-child { display: block; flex: 1 1 14rem; } .fields label:first-child input { width: 100%; }
kbd { font: inherit; border: 1px solid var(--edge); border-radius: .2rem; padding: 0 .35rem; }
input, select, button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--edge); border-radius: .3rem;
  padding: .35rem .6rem; min-height: 2.25rem; max-width: 100%; }
select { max-width: 14rem; }
button { cursor: pointer; background: var(--panel); }
button:disabled { color: var(--faint); cursor: default; border-style: dashed; }
::placeholder { color: var(--faint); opacity: 1; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: .9rem; white-space: nowrap; }
#objects-table th:first-child { width: 18%; } #objects-table th:nth-child(2) { width: 24%; } #objects-table th:last-child { width: 40%; }
td small { display: block; font-size: .875rem; color: var(--faint); }
.records { font-family: ui-monospace, monospace; font-size: .875rem; }
.records button { font-size: .875rem; min-height: 1.75rem; padding: .1rem .5rem; margin: .2rem .4rem .2rem 0; }
.state { font-weight: 600; }
.state.good { color: var(--good); } .state.wrong { color: var(--bad); } .state.waits { color: var(--busy); }
.link { padding: .25rem .75rem; border-left: .3rem solid var(--line); margin: .3rem 0; } .link.broken { border-color: var(--bad); background: var(--panel); }
.link p { margin: 0; }
.change { padding: .25rem 0; border-bottom: 1px solid var(--line); }
.change time { color: var(--faint); margin-right: .75rem; }
#plot svg { display: block; width: 100%; height: 8.5rem; }
#plot text { fill: var(--faint); font-size: 12px; }
.grid { stroke: var(--line); } .p50 { stroke: var(--mark); fill: none; stroke-width: 2; } .p99 { stroke: var(--bad); fill: none; stroke-width: 2; stroke-dasharray: 5 4; }
circle.p50 { fill: var(--mark); } circle.p99 { fill: var(--bad); stroke-dasharray: none; }
[hidden] { display: none !important; }
@media (max-width: 46rem) {
  body { padding: .75rem; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  td { border: 0; padding: .1rem 0; }
  td:empty { display: none; }
  td[data-label]:not(:first-child)::before { content: attr(data-label) ': '; color: var(--faint); font: .875rem system-ui, sans-serif; }
  .fields label { flex: 1 1 9rem; } select { max-width: 100%; width: 100%; }
}
`;

/** The look of the status page: the reader's own fonts and colours, light or dark. */
export const STATUS_PAGE_STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
header span, .faint { opacity: .7; }
.verdict { font-weight: 600; padding: .1rem .6rem; border-radius: 1rem; color: #fff; background: #777; }
.good { background: #17803d; } .bad { background: #b3261e; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
th { font-weight: 600; }
td.names, code { font-family: ui-monospace, monospace; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.notice { white-space: pre-wrap; border-left: .25rem solid #b3261e; margin: .5rem 0; padding: .25rem .75rem; }
.wrong { color: light-dark(#b3261e, #ff8a80); font-weight: 600; }
input, button { font: inherit; padding: .2rem .5rem; max-width: 100%; }
input { width: 16rem; } #type { width: 5rem; }
`;

"""The style sheet of the web page."""

from __future__ import annotations

from playground.services.exports.looks import MONO, SANS, colours

STYLE = f"""\
{colours()}
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;scroll-behavior:smooth}}
body{{margin:0 auto;max-width:76rem;padding:2.5rem 1.5rem 4rem;background:var(--paper);
color:var(--ink);font:16px/1.55 {SANS};overflow-wrap:anywhere}}
h1{{font-size:2rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.015em;text-wrap:balance}}
h2{{font-size:1.3rem;margin:3rem 0 1rem;padding-bottom:.4rem;border-bottom:1px solid var(--rule)}}
h3{{font-size:1.05rem;line-height:1.4;margin:0 0 .75rem}}
h4{{font-size:.95rem;margin:0}}
p{{margin:.5rem 0}}
a{{color:var(--accent)}}
a:focus-visible,summary:focus-visible{{outline:2px solid var(--accent);outline-offset:2px}}
.quiet,.by{{color:var(--quiet);font-size:.9rem}}
.bad{{color:var(--bad)}}
.tag{{display:inline-block;border:1px solid var(--rule);border-radius:1rem;padding:0 .6rem;
font-size:.8rem;color:var(--quiet);margin-right:.3rem}}
nav{{margin:1.2rem 0 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem}}
.conclusions{{border-left:4px solid var(--accent);background:var(--card);padding:.9rem 1.2rem;
border-radius:0 .5rem .5rem 0;margin:1.5rem 0 0}}
.conclusions h2{{font-size:.85rem;margin:0;padding:0;border:0;color:var(--quiet)}}
.conclusions p{{white-space:pre-wrap;margin:.3rem 0 0}}
th .quiet{{font-weight:400}}
.table{{overflow-x:auto;border:1px solid var(--rule);border-radius:.6rem;background:var(--card)}}
table{{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}}
th,td{{padding:.55rem .8rem;text-align:right;vertical-align:baseline;white-space:nowrap;
border-top:1px solid var(--rule)}}
thead th{{border-top:0;color:var(--quiet);font-weight:600;font-size:.82rem}}
th:first-child,.left{{text-align:left}}
td small{{color:var(--quiet);font-size:.85em}}
.dot{{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;margin-right:.45rem;flex:none}}
.verdicts{{list-style:none;padding:0;margin:1rem 0}}
.verdicts ul{{color:var(--quiet);font-size:.9rem;margin:.2rem 0 .6rem;padding-left:1.2rem}}
.charts{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:1rem;
margin:1.2rem 0 0}}
figure{{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:.6rem;
padding:.9rem 1rem 1rem;break-inside:avoid}}
figcaption{{font-weight:600;font-size:.9rem;margin-bottom:.6rem}}
figure svg{{display:block;width:100%;max-width:32rem;height:auto;font-family:{SANS}}}
section.prompt{{margin:0 0 2.5rem;scroll-margin-top:1rem}}
.asked{{border-left:3px solid var(--rule);padding:.1rem 0 .1rem 1rem;margin:0 0 1rem}}
.asked pre{{background:none;border:0;padding:0;max-height:none}}
.grid{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem;
align-items:start}}
.answer{{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;
padding:.8rem 1rem 1rem;min-width:0}}
.answer+.answer{{margin-top:1rem}}
.answer header{{display:flex;align-items:baseline;flex-wrap:wrap;gap:.1rem .5rem}}
.answer header .dot{{margin:0}}
.stars{{margin-left:auto;color:var(--accent);white-space:nowrap}}
.by{{margin:.15rem 0 .6rem}}
.note{{border-left:3px solid var(--accent);padding-left:.7rem;font-size:.93rem}}
pre,code{{font-family:{MONO};font-size:.86rem;line-height:1.55}}
pre{{margin:0;white-space:pre-wrap;background:var(--code);border:1px solid var(--rule);
border-radius:.4rem;padding:.7rem .85rem;max-height:34rem;overflow:auto;tab-size:4;
unicode-bidi:plaintext}}
summary{{cursor:pointer;font-size:.88rem;color:var(--quiet);padding:.2rem 0}}
details[open]>summary{{margin-bottom:.3rem}}
dl{{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;font-size:.85rem;margin:0}}
dt{{color:var(--quiet)}}
dd{{margin:0}}
.licence{{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;
padding:1rem 1.2rem;margin:0 0 1rem;break-inside:avoid}}
.licence ul{{margin:.4rem 0;padding-left:1.2rem}}
.may{{display:flex;flex-wrap:wrap;gap:.3rem;padding:0!important;list-style:none}}
.may li{{border:1px solid var(--rule);border-radius:1rem;padding:.05rem .7rem;font-size:.85rem}}
.may .yes b{{color:var(--good)}}
.may .no b{{color:var(--bad)}}
footer{{margin-top:3rem;color:var(--quiet);font-size:.85rem}}
@media (max-width:40rem){{body{{padding:1.5rem 1rem 3rem}}h1{{font-size:1.55rem}}
th,td{{padding:.5rem .6rem}}.stars{{margin-left:0}}}}
@media print{{body{{padding:0;max-width:none;font-size:10.5pt;background:none}}
nav,.more{{display:none}}pre{{max-height:none;overflow:visible}}
details::details-content{{content-visibility:visible;display:block;height:auto}}
.answer,.licence,figure{{border-color:#bbb}}.grid{{display:block}}
.answer{{margin-top:.8rem;break-inside:avoid}}h2,h3,header,.by,summary{{break-after:avoid}}
.table{{overflow:visible;break-inside:avoid}}table{{font-size:8.5pt}}
th,td{{padding:.35rem .4rem;white-space:normal;overflow-wrap:normal}}@page{{margin:1.5cm}}
*{{-webkit-print-color-adjust:exact;print-color-adjust:exact}}}}"""

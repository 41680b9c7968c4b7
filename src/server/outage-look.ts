/** The paper, the sheet and the red columns of `src/ui/theme` and `src/ui/kit/entry-frame`, for a page without the build. */
export const outageStyle = `
:root{--paper:#f7f6f3;--sheet:#fff;--line:#e6e4df;--ink:#1d2329;--dim:#5a626d;--seal:#b23a24;--link:#2f4963}
@media (prefers-color-scheme:dark){:root{--paper:#17181a;--sheet:#1e1f21;--line:#303236;--ink:#d5d6d8;--dim:#a8aaad;--seal:#e07a68;--link:#a3b7cb}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;color:var(--ink);background:var(--paper)
repeating-linear-gradient(to right,transparent 0 63px,color-mix(in srgb,var(--seal) 13%,transparent) 63px 64px) center top;
font:14px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif}
header{display:flex;align-items:center;gap:10px;padding:16px 24px;font-weight:600;letter-spacing:.06em}
main{width:100%;max-width:472px;margin:auto;padding:16px 16px 12vh}
section{padding:28px 40px;background:var(--sheet);border:1px solid var(--line)}
section:first-child{padding-top:34px;border-radius:10px 10px 0 0;border-bottom:0}
section:nth-child(2){border-radius:0 0 10px 10px;color:var(--dim)}
h1,h2{margin:0 0 8px;font-weight:600;line-height:1.35}
h1{font-size:22px}
h2{font-size:16px}
p{margin:0}
.do{margin-top:12px}
.code{margin-top:12px;text-align:center;font-size:12px;color:var(--dim);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--link);font-weight:500;text-underline-offset:3px}
a:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:2px}
@media (max-width:30em){header{padding:12px 16px}main{margin:0;padding:8px 12px 40px}section{padding:24px 20px}section:first-child{padding-top:28px}}
`

/**
 * Asks after the site at growing pauses that no two readers share, and at once when the device is back on the network or
 * the tab in sight; opens the page again when it is well. Whoever runs no script has the header `Refresh`.
 */
export const outageScript = `
(function(){var n=0,t,busy
function later(){clearTimeout(t);t=setTimeout(look,Math.min(15000,3000+n++*1000)*(.7+Math.random()*.6))}
function look(){if(busy)return;busy=1;fetch('/readyz',{cache:'no-store'}).then(function(r){busy=0;
if(r.status<500)setTimeout(function(){location.reload()},Math.random()*2000);else later()},function(){busy=0;later()})}
addEventListener('online',look);document.addEventListener('visibilitychange',function(){if(!document.hidden)look()});later()})()
`

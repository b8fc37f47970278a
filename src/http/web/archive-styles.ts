/**
 * The look of statements that were kept, number 1. It is part of them: it never changes, another look gets another
 * number and another address.
 */
export const ARCHIVE_STYLES_1 = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:64rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
header{border-bottom:1px solid;padding-bottom:.5rem}
h1{line-height:1.15}
h2{margin-top:2rem}
p{max-width:42rem}
dt{font-weight:600}
dd{margin:0 0 .5rem}
table{width:100%;margin-top:1.5rem;border-collapse:collapse}
caption{font-weight:600;text-align:start;padding-bottom:.5rem}
th,td{padding:.5rem;text-align:start;vertical-align:top;border-top:1px solid #8888}
.details td{border-top:0;padding-top:0}
.details dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0}
.details dt{font-size:.85rem}
.sub{display:block;font-weight:400;overflow-wrap:anywhere}
@media (width>=48rem){th code{white-space:nowrap}}
@media (width<48rem){
table,caption,tbody,tr,th,td{display:block;overflow-wrap:anywhere}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody{border-top:2px solid #8888;padding:.5rem 0}
tbody th,tbody td{border:0;padding:.15rem 0;font-weight:400}
[data-term]::before{content:attr(data-term) ": ";font-weight:600}
.details dl{display:block}
}
`

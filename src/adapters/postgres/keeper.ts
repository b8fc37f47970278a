/**
 * A POSIX shell line that becomes the program given as its arguments, after leaving behind a watcher of
 * standard input. When the parent dies, however it dies, the pipe ends and the watcher asks for a fast
 * shutdown, then an immediate one. A line written to the pipe tells it that there is nothing left to do.
 *
 * The watcher is a grandchild whose parent has gone: the postmaster must not find a child that it does not
 * know. Its input is named 3 first, since a shell gives its background commands an empty one. It signals only
 * a process that still is `postgres`, lest the number was given to another.
 */
export const KEEPER = `
pid=$$
exec 3<&0
mine() { read -r name 2>/dev/null </proc/$pid/comm && [ "$name" = postgres ]; }
(
  (
    trap '' INT TERM HUP
    read -r done && exit 0
    mine && kill -INT $pid || exit 0
    for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
      sleep 0.1
      mine || exit 0
    done
    kill -QUIT $pid
  ) <&3 3<&- >/dev/null 2>&1 &
)
exec "$@" </dev/null 3<&-
`

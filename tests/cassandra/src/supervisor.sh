# Runs a command that must not outlive its owner.
#   $1 file for the command's output; $2… the command
#   stdin   the owner's orders: one signal name a line; its end means that the owner is gone
#   stdout  the command's process id, then one line for each order carried out
# Ends when the command has ended, with the command's status.
log=$1
shift
exec 3<&0 </dev/null 2>>"$log"
# Where util-linux is there, the kernel also ends the command when this shell is killed.
if setpriv --pdeathsig KILL true 2>/dev/null; then
    set -- setpriv --pdeathsig KILL "$@"
fi
"$@" >>"$log" 3<&- &
command=$!
echo "$command"
{
    while read -r signal <&3; do
        kill -s "$signal" "$command" 2>/dev/null
        echo "$signal"
    done
    # This shell leads a process group of its own: the command, its children and this shell.
    kill -s KILL 0
} &
listener=$!
exec 3<&- >/dev/null
wait "$command"
status=$?
# Not the listener's end, which the shell would remark on.
exec 2>/dev/null
kill -s KILL "$listener"
wait "$listener"
exit "$status"

#!/bin/sh
# supervise.sh FOLDER ACCEPT BUSY REFUSE_RECIPIENT REFUSE_DATA
# Runs Dovecot and Postfix with the configuration in FOLDER and smtp-sink on the four ports, until standard input
# closes: the test process holds the other end, so the servers end with it, however it ends. Then removes FOLDER.
set -u
folder=$1
PATH=$PATH:/usr/sbin:/usr/lib/postfix/sbin
pids=

clean_up() {
  trap '' INT TERM HUP
  # Postfix's master passes the signal on to its own process group, Dovecot's to its children.
  [ -z "$pids" ] || kill $pids 2>/dev/null
  wait
  rm -rf "$folder"
}
trap clean_up EXIT
trap exit INT TERM HUP

# The servers give up root's rights and must still reach their files.
chmod 711 "$folder"
install -d -o mail -g mail -m 700 "$folder/maildirs"
install -d -o nobody -m 700 "$folder/sink"
install -d -o postfix -m 700 "$folder/data"
install -d -m 755 "$folder/queue" "$folder/queue/pid"
for queue in active bounce corrupt defer deferred flush hold incoming private saved trace; do
  install -d -o postfix -m 700 "$folder/queue/$queue"
done
install -d -o postfix -g postdrop -m 730 "$folder/queue/maildrop"
install -d -o postfix -g postdrop -m 710 "$folder/queue/public"

dovecot -F -c "$folder/dovecot.conf" &
pids="$pids $!"
setsid master -c "$folder/postfix" -d &
pids="$pids $!"
smtp-sink -u nobody -d "$folder/sink/" "127.0.0.1:$2" 500 &
pids="$pids $!"
smtp-sink -u nobody -r RCPT -b '450 4.2.1 busy' "127.0.0.1:$3" 100 &
pids="$pids $!"
smtp-sink -u nobody -f RCPT -B '550 5.7.1 no' "127.0.0.1:$4" 100 &
pids="$pids $!"
smtp-sink -u nobody -f . -B '552 5.3.4 too big' "127.0.0.1:$5" 100 &
pids="$pids $!"

while read -r _; do :; done

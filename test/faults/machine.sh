#!/bin/sh
# Begins systemd as the first process of a machine of its own, as far as namespaces go: with the units of
# DIR/units alone, DIR/srv as its /srv, this repository as /opt/counterfoil, and a user counterfoil.
#   machine.sh DIR GROUPS NODE COMETBFT
set -eu
dir=$1 groups=$2 node=$3 cometbft=$4
repository=$(cd "$(dirname "$0")/../.." && pwd)
cd "$dir"

mkdir -p srv bin etc
touch bin/node bin/cometbft
for file in passwd group; do cp "/etc/$file" etc/; done
echo "counterfoil:x:4100:4100::/nonexistent:/usr/sbin/nologin" >>etc/passwd
echo "counterfoil:x:4100:" >>etc/group

# A group of its own, which systemd takes for the root of all.
mkdir "$groups/counterfoil-$$"
echo $$ >"$groups/counterfoil-$$/cgroup.procs"

exec unshare --fork --kill-child --pid --mount-proc --mount --cgroup --net sh -eu -c '
mount --make-rprivate /
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /opt
mkdir /run/lock /run/systemd /opt/counterfoil
mount --bind "$1" /opt/counterfoil
mount --bind "$2" bin/node
mount --bind "$3" bin/cometbft
mount --rbind bin /usr/local/bin
mount --bind srv /srv
for file in passwd group; do mount --bind "etc/$file" "/etc/$file"; done
ip link set lo up
export container=other SYSTEMD_UNIT_PATH="$PWD/units"
exec /usr/lib/systemd/systemd --system --unit=multi-user.target --show-status=no --log-target=null
' sh "$repository" "$node" "$cometbft"

#!/usr/bin/env bash
# Processes on two machines, as far as one can play two: each has a network of its own, with its own address, and they
# reach each other over TCP alone. They find what one process finds. Needs root; without it, it says so and passes.
. "$(dirname "$0")/lib.sh"
if [ "$(id -u)" -ne 0 ] || ! command -v ip >/dev/null || ! ip netns add "selfsame-try-$$" 2>/dev/null; then
  echo "left out: networks of their own need root and iproute2"
  exit 0
fi
ip netns delete "selfsame-try-$$"
program=$1

# Two networks behind one bridge, at which mpirun itself sits.
bridge=selfsame$$
network() { echo "selfsame-$$-$1"; }
end() {
  for machine in 1 2; do ip netns delete "$(network $machine)" 2>/dev/null; done
  ip link delete "$bridge" 2>/dev/null
  rm -rf "$scratch"
}
trap end EXIT
ip link add "$bridge" type bridge && ip address add 10.213.7.254/24 dev "$bridge" && ip link set "$bridge" up ||
  { echo "left out: no bridge can be made here"; exit 0; }
for machine in 1 2; do
  here=v$$-$machine
  ip netns add "$(network $machine)"
  ip link add "$here" type veth peer name net netns "$(network $machine)"
  ip link set "$here" master "$bridge" up
  ip -n "$(network $machine)" address add 10.213.7.$machine/24 dev net
  ip -n "$(network $machine)" link set net up
  ip -n "$(network $machine)" link set lo up
done

# What mpirun takes for ssh: `agent HOST COMMAND...` runs the command in that host's network.
cat >"$scratch/agent" <<AGENT
#!/bin/sh
host=\${1##*.}; shift
exec ip netns exec selfsame-$$-\$host sh -c "\$*"
AGENT
chmod +x "$scratch/agent"

${MPIRUN%% *} --mca plm_rsh_agent "$scratch/agent" --mca btl tcp,self --mca pml ob1 --mca btl_tcp_if_include 10.213.7.0/24 \
  --mca oob_tcp_if_include 10.213.7.0/24 --host 10.213.7.1:1,10.213.7.2:1 --bind-to none -np 2 \
  sh -c 'ip -br address show net >&2; exec "$0"' "$program" >"$scratch/stdout" 2>"$scratch/stderr" ||
  fail "over two networks: $(tail -n 5 "$scratch/stdout" "$scratch/stderr")"
cat "$scratch/stdout"
for machine in 1 2; do contains "$scratch/stderr" "10.213.7.$machine/24" "a process in network $machine"; done
finish

#!/bin/sh
# Makes the key at the first start, then becomes named.
set -eu
key=${KEY_FILE:-/key/k8s-bind.key}
if [ ! -s "$key" ]; then
  umask 027
  tsig-keygen k8s-bind. > "$key"
fi
exec named -g -c "${NAMED_CONF:-/etc/bind/named.conf}"

#!/usr/bin/env bash
# tools/get_data against a server on this machine: whole, interrupted, resumed, damaged and missing downloads.
# Needs python3 for the server (one that can break off and resume, as http.server cannot); without it: skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
command -v python3 >/dev/null && command -v curl >/dev/null || { echo "skipped: needs python3 and curl"; exit 0; }

work=$(mktemp -d)
trap '[ -z "${server:-}" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
unset SELFSAME_DATA
failures=0
check() {  # check CLAIM COMMAND...
  local claim=$1
  shift
  if "$@"; then echo "ok    $claim"; else echo "FAIL  $claim"; failures=$((failures + 1)); fi
}

# The site: four IDX-like files, a CIFAR-10 archive, and the sums of all.
site=$work/site
mkdir -p "$site/cifar-10-batches-bin"
for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
  head -c 200000 /dev/urandom | gzip >"$site/$name.gz"
done
for name in data_batch_{1..5}.bin test_batch.bin; do head -c 3073 /dev/urandom >"$site/cifar-10-batches-bin/$name"; done
tar -czf "$site/cifar-10-binary.tar.gz" -C "$site" cifar-10-batches-bin
(cd "$site" && md5sum ./*.gz | sed 's|\./||') >"$work/sums"

# Answers ranges unless told not to. A file BREAK with a number makes the next answer end after so many bytes.
cat >"$work/server.py" <<'PYTHON'
import http.server, os, re, sys
site, port_file = sys.argv[1:3]
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = os.path.join(site, os.path.basename(self.path))
        with open(os.path.join(site, "LOG"), "a") as log:
            log.write("%s %s\n" % (self.path, self.headers.get("Range", "-")))
        if not os.path.isfile(path):
            self.send_error(404)
            return
        data = open(path, "rb").read()
        match = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(match.group(1)) if match and not os.path.exists(os.path.join(site, "NORANGE")) else 0
        if start >= len(data):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(data) - 1, len(data)))
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        rest, stop = data[start:], os.path.join(site, "BREAK")
        if os.path.exists(stop):
            rest = rest[:int(open(stop).read())]
            if not os.path.exists(os.path.join(site, "ALWAYS")):
                os.remove(stop)
        self.wfile.write(rest)
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
open(port_file + ".new", "w").write(str(server.server_port))
os.rename(port_file + ".new", port_file)
server.serve_forever()
PYTHON
python3 "$work/server.py" "$site" "$work/port" &
server=$!
for _ in $(seq 100); do [ -f "$work/port" ] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat "$work/port")

get() { no_proxy=127.0.0.1 tools/get_data "$@" --base-url "$url" --checksums "$work/sums" >"$work/out" 2>&1; }
status_of() { local wanted=$1; shift; "$@"; [ $? -eq "$wanted" ]; }
says() { grep -q -- "$1" "$work/out" || { cat "$work/out"; return 1; }; }
same_files() { for f in "$site"/*ubyte.gz; do cmp -s "$f" "$1/$(basename "$f")" || return 1; done; }
nothing_but() { [ "$(ls -A "$1")" = "$2" ]; }
asked() { grep -q -- "$1" "$site/LOG"; }
not() { ! "$@"; }
forget() { rm -f "$site/LOG"; touch "$site/LOG"; }

forget
check "a set of four files is fetched" get fashion-mnist "$work/a"
check "  and its files are those of the site" same_files "$work/a/fashion-mnist"
check "  and nothing else is left" nothing_but "$work/a" fashion-mnist
check "  and the last line says how to use it" says "--dataset fashion-mnist --data-dir $work/a"

forget
check "what is there and whole is not fetched again" get fashion-mnist "$work/a"
check "  as the server can tell" not asked ubyte

echo damage >>"$work/a/fashion-mnist/t10k-labels-idx1-ubyte.gz"
check "a damaged file that is there is fetched again" get fashion-mnist "$work/a"
check "  and said to be damaged" says "t10k-labels-idx1-ubyte.gz is damaged"
check "  and whole afterwards" same_files "$work/a/fashion-mnist"

forget
echo 70000 >"$site/BREAK"
check "a connection that breaks is taken up again" get mnist "$work/b"
check "  at the byte where it broke" asked "train-images-idx3-ubyte.gz bytes=70000-"
check "  and the files are whole" same_files "$work/b/mnist"

forget
touch "$site/ALWAYS"
echo 30000 >"$site/BREAK"
check "a server that keeps breaking off is an error" status_of 1 get mnist "$work/c"
check "  that names the file" says "train-images-idx3-ubyte.gz could not be fetched"
check "  and leaves only what is there so far, as .part" nothing_but "$work/c/mnist" train-images-idx3-ubyte.gz.part
rm -f "$site/ALWAYS" "$site/BREAK"
forget
size=$(wc -c <"$work/c/mnist/train-images-idx3-ubyte.gz.part")
check "a later run resumes it" get mnist "$work/c"
check "  from what was there" asked "train-images-idx3-ubyte.gz bytes=$size-"
check "  and the files are whole" same_files "$work/c/mnist"

mkdir -p "$work/d/mnist"
head -c 1000 /dev/zero >"$work/d/mnist/train-images-idx3-ubyte.gz.part"
check "a part that is not the beginning of the file is thrown away and fetched anew" get mnist "$work/d"
check "  and the files are whole" same_files "$work/d/mnist"

mkdir -p "$work/e/mnist"
cp "$site/train-images-idx3-ubyte.gz" "$work/e/mnist/train-images-idx3-ubyte.gz.part"
forget
check "a part that is whole is only moved into place" get mnist "$work/e"
check "  as the server can tell" not asked train-images

mkdir -p "$work/f/mnist"
head -c 5000 "$site/train-images-idx3-ubyte.gz" >"$work/f/mnist/train-images-idx3-ubyte.gz.part"
touch "$site/NORANGE"
check "a server that cannot resume sends all of it again" get mnist "$work/f"
check "  and the files are whole" same_files "$work/f/mnist"
rm "$site/NORANGE"

mv "$site/t10k-labels-idx1-ubyte.gz" "$work/kept"
echo "not what it was" >"$site/t10k-labels-idx1-ubyte.gz"
check "a file with another checksum is an error" status_of 1 get fashion-mnist "$work/g"
check "  that names both sums" says "another checksum: expected $(md5sum <"$work/kept" | cut -c1-32), found"
check "  and leaves nothing under its name" not test -e "$work/g/fashion-mnist/t10k-labels-idx1-ubyte.gz"
rm "$site/t10k-labels-idx1-ubyte.gz"
check "a file that the server does not have is an error" status_of 1 get fashion-mnist "$work/h"
check "  that names it" says "t10k-labels-idx1-ubyte.gz could not be fetched"
mv "$work/kept" "$site/t10k-labels-idx1-ubyte.gz"

check "an archive is fetched and unpacked" get cifar10 "$work/i"
check "  to the folder that load_dataset looks into" cmp -s "$site/cifar-10-batches-bin/test_batch.bin" "$work/i/cifar-10-batches-bin/test_batch.bin"
check "  and neither archive nor temporary folder is left" nothing_but "$work/i" cifar-10-batches-bin
forget
check "an archive that was unpacked is not fetched again" get cifar10 "$work/i"
check "  as the server can tell" not asked cifar
rm "$work/i/cifar-10-batches-bin/data_batch_3.bin"
check "a folder that lacks a file is made again" get cifar10 "$work/i"
check "  complete" test -s "$work/i/cifar-10-batches-bin/data_batch_3.bin"

tar -czf "$site/cifar-10-binary.tar.gz" -C "$site" LOG
(cd "$site" && md5sum ./*.gz | sed 's|\./||') >"$work/sums"
check "an archive of something else is an error" status_of 1 get cifar10 "$work/j"
check "  that says what is missing" says "holds no cifar-10-batches-bin/data_batch_1.bin"
check "  and leaves no folder" not test -e "$work/j/cifar-10-batches-bin"

check "an unknown set is wrong usage" status_of 2 get imagenet "$work/k"
check "  and the known ones are listed" says "fashion-mnist, mnist, cifar10, cifar100 or stl10"
check "no set is wrong usage" status_of 2 get
check "an unknown option is wrong usage" status_of 2 get mnist --fast
helps() { tools/get_data --help >"$work/out"; }
check "--help explains and succeeds" helps
check "  with the sets and their sizes" says "stl10 .* GB"
touch "$work/file"
check "a folder that cannot be made is an error" status_of 1 get mnist "$work/file/below"
check "  that names it" says "$work/file/below"
SELFSAME_DATA=$work/from-environment
export SELFSAME_DATA
check "SELFSAME_DATA says where, unless a folder is given" get mnist
check "  and the files are there" same_files "$work/from-environment/mnist"

[ "$failures" = 0 ] || { echo "$failures failed"; exit 1; }
echo "all passed"

package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// startLimit bounds the start of a private server, also on a busy machine.
const startLimit = 90 * time.Second

// superuser is the role that initdb makes.
const superuser = "postgres"

// keeper runs the server until its standard input ends, which it does when the
// test process is gone in whatever way, and then removes the directory.
const keeper = `
bin=$1 dir=$2
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c shared_buffers=32MB -c max_connections=200 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
cd /
rm -rf "$dir"
`

// startPrivate starts a server of its own and gives the URL of its superuser, and
// what has to be kept for as long as the server shall run. Its databases are thrown
// away, so it does not wait for the disk.
func startPrivate() (*url.URL, io.Closer, error) {
	bin, err := binaries()
	if err != nil {
		return nil, nil, err
	}
	owner, err := credential()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "assaypg")
	if err != nil {
		return nil, nil, err
	}
	lease, err := run(bin, dir, owner)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &url.URL{
		Scheme: "postgres", User: url.User(superuser), Path: "/postgres",
		RawQuery: url.Values{"host": {dir}}.Encode(),
	}, lease, nil
}

// run makes a cluster in dir and starts its server.
func run(bin, dir string, owner *syscall.Credential) (io.Closer, error) {
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return nil, err
		}
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", superuser,
		"--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.Dir = dir
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	return keep(bin, dir, owner)
}

// keep starts the server and waits until it answers on its socket. The server ends
// when what keep gives is closed, or collected, or the process is gone.
func keep(bin, dir string, owner *syscall.Credential) (io.Closer, error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command("/bin/sh", "-c", keeper, "sh", bin, dir)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = log, log
	// A group of its own: an interrupt at the terminal ends the tests, and they end it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setpgid: true}
	lease, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(startLimit); ; time.Sleep(10 * time.Millisecond) {
		if ready(bin, dir) {
			return lease, nil
		}
		if time.Now().After(deadline) {
			said, err := os.ReadFile(log.Name())
			return nil, errors.Join(fmt.Errorf("the server does not answer: %s", said), err, lease.Close())
		}
	}
}

// ready reports whether the server takes connections.
func ready(bin, dir string) bool {
	return exec.Command(filepath.Join(bin, "pg_isready"), "-q", "-h", dir).Run() == nil
}

// binaries finds the newest installed server.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	version := func(path string) int {
		n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		if err != nil {
			return 0
		}
		return n
	}
	if len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errNotInstalled
	}
	return filepath.Dir(path), nil
}

// credential is the user to run the server as; nil is the current one. A server
// refuses to run as root, so root runs it as the user that the package made.
func credential() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root cannot run PostgreSQL, and there is no user to run it as: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

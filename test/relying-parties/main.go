// Relying parties of an API server's tokens. Each prints what it saw, a line per fact, and fails by itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/consul"
	rbacproxy "kubemint/relying-parties/kube-rbac-proxy"
	"kubemint/relying-parties/spire"
	vaultjwt "kubemint/relying-parties/vault-jwt"
	vaultkubernetes "kubemint/relying-parties/vault-kubernetes"
)

const deadline = 90 * time.Second

// What `relying-parties NAME` tries on the server of $KUBECONFIG.
var parties = map[string]func(context.Context, *cluster.Cluster) error{
	"vault-kubernetes": vaultkubernetes.Run,
	"vault-jwt":        vaultjwt.Run,
	"spire":            spire.Run,
	"consul":           consul.Run,
	"kube-rbac-proxy":  rbacproxy.Run,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if len(args) > 0 && commands[args[0]] != nil {
		return commands[args[0]](ctx, args[1:])
	}
	if len(args) != 1 || parties[args[0]] == nil {
		return fmt.Errorf("no such relying party: %v", args)
	}
	ctx, cancel = context.WithTimeout(ctx, deadline)
	defer cancel()
	server, err := cluster.Connect(ctx, args[0])
	if err != nil {
		return err
	}
	failure := parties[args[0]](ctx, server)
	// What is left behind would be found by the next run.
	return errors.Join(failure, server.Leave(context.WithoutCancel(ctx)))
}

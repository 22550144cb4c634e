// Relying parties of an API server's tokens. Each prints what it saw, a line per fact, and fails by itself.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"kubemint/relying-parties/cluster"
	vaultkubernetes "kubemint/relying-parties/vault-kubernetes"
)

const deadline = 90 * time.Second

var parties = map[string]func(context.Context, *cluster.Cluster) error{
	"vault-kubernetes": vaultkubernetes.Run,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || parties[args[0]] == nil {
		return fmt.Errorf("no such relying party: %v", args)
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	server, err := cluster.Connect(ctx, args[0])
	if err != nil {
		return err
	}
	if err := parties[args[0]](ctx, server); err != nil {
		return err
	}
	return server.Leave(ctx)
}

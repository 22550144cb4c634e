// Programs that use client-go with its defaults. Each prints what it saw, a line per fact, and fails by itself.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const deadline = 90 * time.Second

// namespace is the running program's own.
var namespace string

var programs = map[string]func(context.Context, *rest.Config) error{
	"typed":      typed,
	"tokens":     tokens,
	"informer":   informer,
	"every-kind": everyKind,
	"election":   election,
	"dynamic":    dynamicObjects,
	"metadata":   metadataOnly,
	"discovery":  discovered,
	"token-file": tokenFile,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || programs[args[0]] == nil {
		return fmt.Errorf("no such program: %v", args)
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv(clientcmd.RecommendedConfigPathEnvVar))
	if err != nil {
		return err
	}
	time.AfterFunc(deadline, func() {
		fmt.Fprintln(os.Stderr, "the deadline is over")
		os.Exit(1)
	})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	namespace = "go-" + args[0]
	return programs[args[0]](ctx, config)
}

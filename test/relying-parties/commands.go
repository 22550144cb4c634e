package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	jwtauth "github.com/hashicorp/vault-plugin-auth-jwt"
	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault/sdk/logical"
	"k8s.io/client-go/tools/clientcmd"
	"kubemint/relying-parties/consul"
	rbacproxy "kubemint/relying-parties/kube-rbac-proxy"
	"kubemint/relying-parties/spire"
	"kubemint/relying-parties/vault"
	"sigs.k8s.io/yaml"
)

// What the recipes run: `relying-party COMMAND …`.
var commands = map[string]func(context.Context, []string) error{
	"vault":        serveVault,
	"spire-attest": attest,
	"consul-login": login,
	"rbac-proxy":   serveProxy,
}

func serveVault(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("vault", flag.ContinueOnError)
	address := flags.String("listen", "127.0.0.1:8200", "where to listen")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return vault.Serve(ctx, *address, map[string]logical.Factory{
		"kubernetes": kubeauth.Factory,
		"jwt":        jwtauth.Factory,
	})
}

// attest lets the agent of a cluster in whose token is on standard input: `spire-attest PLUGIN_DATA_FILE CLUSTER`.
func attest(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return errors.New("spire-attest takes the file of the plugin's data and the name of a cluster")
	}
	config, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	attestor, err := spire.Configure(ctx, string(config))
	if err != nil {
		return err
	}
	token, err := readToken()
	if err != nil {
		return err
	}
	agent, err := attestor.Attest(ctx, args[1], token)
	if err != nil {
		return err
	}
	fmt.Println(agent.ID)
	for _, selector := range agent.Selectors {
		fmt.Println("k8s_psat:" + selector)
	}
	return nil
}

// login gives a token to the account whose own is on standard input: `consul-login METHOD_FILE`.
func login(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("consul-login takes the file of the auth method and its binding rules")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var file struct {
		Config       consul.Config
		BindingRules []consul.BindingRule
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	method, err := consul.New(file.Config, file.BindingRules...)
	if err != nil {
		return err
	}
	token, err := readToken()
	if err != nil {
		return err
	}
	services, err := method.Login(ctx, token)
	if err != nil {
		return err
	}
	fmt.Println("a token for the services " + strings.Join(services, ", "))
	return nil
}

// serveProxy stands before a service that says whom the proxy names to it. Flags have kube-rbac-proxy's names where it has them.
func serveProxy(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("rbac-proxy", flag.ContinueOnError)
	address := flags.String("listen", "127.0.0.1:8443", "where to listen")
	kubeconfig := flags.String("kubeconfig", "", "the API server, and who asks it")
	file := flags.String("config-file", "", "what the bearer must be allowed to")
	audiences := flags.String("auth-token-audiences", "", "what tokens must be for, comma-separated; default: the API server")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	var config rbacproxy.Config
	if err := yaml.UnmarshalStrict(text, &config); err != nil {
		return fmt.Errorf("%s: %w", *file, err)
	}
	if *audiences != "" {
		config.Audiences = strings.Split(*audiences, ",")
	}
	as, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	proxy, err := rbacproxy.New(config, as, http.HandlerFunc(rbacproxy.Greeting))
	if err != nil {
		return err
	}
	proxy.Log = func(reason string) { fmt.Println(reason) }
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "the proxy listens on http://%s\n", listener.Addr())
	server := &http.Server{Handler: proxy}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func readToken() (string, error) {
	token, err := io.ReadAll(os.Stdin)
	return strings.TrimSpace(string(token)), err
}

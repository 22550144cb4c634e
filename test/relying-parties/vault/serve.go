package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/hashicorp/vault/sdk/logical"
)

// RootToken is what `vault server -dev -dev-root-token-id=root` would ask for.
const RootToken = "root"

// Serve answers below /v1/auth/ as Vault's HTTP API does, for the auth methods that are mounted, until the context ends.
// Why a login was refused goes to the log, as with `-log-level=debug`.
func Serve(ctx context.Context, address string, mounts map[string]logical.Factory) error {
	mux := http.NewServeMux()
	for name, factory := range mounts {
		mount, err := Enable(ctx, factory)
		if err != nil {
			return fmt.Errorf("auth method %s: %w", name, err)
		}
		mux.HandleFunc("/v1/auth/"+name+"/{path...}", func(w http.ResponseWriter, r *http.Request) {
			mount.serve(w, r, r.PathValue("path"))
		})
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "vault listens on http://%s, its root token is %s\n", listener.Addr(), RootToken)
	server := &http.Server{Handler: mux}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (m *Mount) serve(w http.ResponseWriter, r *http.Request, path string) {
	if path != "login" && r.Header.Get("X-Vault-Token") != RootToken {
		respond(w, http.StatusForbidden, map[string]any{"errors": []string{"permission denied"}})
		return
	}
	var data map[string]any
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		if err := json.NewDecoder(r.Body).Decode(&data); err != nil {
			respond(w, http.StatusBadRequest, map[string]any{"errors": []string{"failed to parse JSON input: " + err.Error()}})
			return
		}
	} else {
		respond(w, http.StatusMethodNotAllowed, map[string]any{"errors": []string{}})
		return
	}
	answer, err := m.Write(r.Context(), path, data)
	switch {
	case err != nil:
		respond(w, http.StatusInternalServerError, map[string]any{"errors": []string{err.Error()}})
	case answer.Errors != "":
		if line := answer.Log; line.reason != "" {
			fmt.Printf("%s: %s\n", line.message, line.reason)
		}
		respond(w, answer.Status, map[string]any{"errors": strings.Split(answer.Errors, "\n")})
	case answer.Response == nil:
		w.WriteHeader(http.StatusNoContent)
	case answer.Response.Auth != nil:
		auth := answer.Response.Auth
		respond(w, http.StatusOK, map[string]any{"auth": map[string]any{
			"display_name": auth.DisplayName, "policies": auth.Policies, "metadata": auth.Metadata,
		}})
	default:
		respond(w, http.StatusOK, map[string]any{"data": answer.Response.Data, "warnings": answer.Response.Warnings})
	}
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// What cannot be written to a caller who left is lost to him alone.
	_ = json.NewEncoder(w).Encode(body)
}

// Command traefik is the part of Traefik that talks to Kubernetes: it reads Ingresses and routes and sets their status,
// as in every installation of Traefik, and drops the configuration that it makes for a proxy. It listens nowhere.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"strings"
	"syscall"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/provider"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/gateway"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/ingress"
	"github.com/traefik/traefik/v3/pkg/safe"
)

func main() {
	service := flag.String("service", "", "namespace/name of the Service whose addresses are published")
	experimental := flag.Bool("experimental", false, "TCPRoutes too, which need the experimental channel")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	namespace, name, found := strings.Cut(*service, "/")
	if !found {
		log.Fatalf("Cannot use the Service %q: namespace/name is needed", *service)
	}
	ingresses := &ingress.Provider{
		IngressEndpoint:    &ingress.EndpointIngress{PublishedService: *service},
		AllowEmptyServices: true,
	}
	gateways := &gateway.Provider{
		ExperimentalChannel: *experimental,
		StatusAddress: &gateway.StatusAddress{
			Service: gateway.ServiceRef{Namespace: namespace, Name: name},
		},
		EntryPoints: map[string]gateway.Entrypoint{
			"web":       {Address: ":80"},
			"websecure": {Address: ":443", HasHTTPTLSConf: true},
		},
	}
	gateways.SetDefaults()

	pool := safe.NewPool(ctx)
	configurations := make(chan dynamic.Message)
	for _, each := range []provider.Provider{ingresses, gateways} {
		if err := each.Init(); err != nil {
			log.Fatal(err)
		}
		if err := each.Provide(configurations, pool); err != nil {
			log.Fatal(err)
		}
	}
	for {
		select {
		case <-configurations:
		case <-ctx.Done():
			pool.Stop()
			return
		}
	}
}

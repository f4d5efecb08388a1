// Package ext is the place where Traefik's configuration can be extended. Nothing extends it here; the published
// module of Traefik leaves it out, because it is a module of its own there.
package ext

// HTTP would add fields to the HTTP configuration.
type HTTP struct{}

// Router would add fields to a router.
type Router struct{}

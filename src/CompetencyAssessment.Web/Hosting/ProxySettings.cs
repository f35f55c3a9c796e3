using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Section <c>Proxy</c>: the reverse proxies whose X-Forwarded headers are believed. Off by default, as anyone can send them.</summary>
internal sealed class ProxySettings
{
    public bool Enabled { get; init; }

    /// <summary>Addresses of proxies; loopback is always known.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Networks in CIDR notation, e.g. <c>10.0.0.0/8</c>.</summary>
    public IReadOnlyList<string> KnownNetworks { get; init; } = [];

    /// <summary>Number of proxies in a row.</summary>
    public int ForwardLimit { get; init; } = 1;

    public void Apply(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        options.ForwardLimit = ForwardLimit;
        foreach (var proxy in KnownProxies)
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        foreach (var network in KnownNetworks)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
}

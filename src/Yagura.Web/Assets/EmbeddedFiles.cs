using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Yagura.Web.Assets;

/// <summary>
/// The browser files that build-assets made and the build embedded. Each is served at an address that holds the hash of
/// its content, so a browser may keep it for ever and a new version is a new address.
/// </summary>
public sealed class EmbeddedFiles
{
    private const string Prefix = "wwwroot/";

    // Bounded by the files of one build.
    private readonly Dictionary<string, EmbeddedFile> byName = [];
    private readonly Dictionary<string, EmbeddedFile> byAddress = [];

    /// <summary>Reads the files of this assembly.</summary>
    /// <exception cref="InvalidOperationException">The assembly was built before the browser files were.</exception>
    public EmbeddedFiles()
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var file = Read(assembly, resource);
            byName.Add(resource[Prefix.Length..], file);
            byAddress.Add(file.Address, file);
        }
        if (byName.Count == 0)
            throw new InvalidOperationException("The browser files are not in this build. Run src/Yagura.Web/build-assets, then build again.");
    }

    /// <summary>The address of a file by its name, for example <c>yagura.css</c>.</summary>
    /// <exception cref="KeyNotFoundException">No such file was built.</exception>
    public string Address(string name) => byName[name].Address;

    /// <summary>The content of a file by its name, for what is printed without a server.</summary>
    /// <exception cref="KeyNotFoundException">No such file was built.</exception>
    public ReadOnlyMemory<byte> Content(string name) => byName[name].Bytes;

    internal void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{**name}", Serve).AllowAnonymous();

    private IResult Serve(HttpContext context)
    {
        if (!byAddress.TryGetValue(context.Request.Path, out var file)) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Results.Bytes(file.Bytes, file.ContentType);
        headers.ContentEncoding = "gzip";
        return Results.Bytes(file.Packed, file.ContentType);
    }

    private static EmbeddedFile Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var name = resource[Prefix.Length..];
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        var extension = Path.GetExtension(name);
        return new EmbeddedFile($"/assets/{Path.ChangeExtension(name, null)}.{hash}{extension}", ContentType(extension), bytes, Pack(bytes));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static string ContentType(string extension) => extension switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Yagura.Settings;

namespace Yagura.Outside;

/// <summary>Asks a TAXII 2.1 collection for objects, page by page (OASIS TAXII 2.1, section 5.4). The server's certificate is always checked.</summary>
internal sealed class TaxiiClient : IDisposable
{
    /// <summary>Longest page, in bytes.</summary>
    private const int PageBytesMax = 64 << 20;

    private const int SecretBytesMax = 8_192;
    private const string MediaType = "application/taxii+json";

    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);

    private readonly TaxiiSettings feed;
    private readonly Func<string, string> resolve;
    private readonly HttpClient http;

    /// <summary>A client of one collection.</summary>
    /// <param name="feed">The collection.</param>
    /// <param name="resolve">Where a file of the configuration is.</param>
    public TaxiiClient(TaxiiSettings feed, Func<string, string> resolve)
    {
        (this.feed, this.resolve) = (feed, resolve);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(20), AutomaticDecompression = DecompressionMethods.GZip };
        if (feed.Authorities is { } file)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsSigned(certificate, errors, resolve(file));
        http = new HttpClient(handler) { Timeout = AnswerMax };
    }

    /// <summary>One page of the objects that were added after a time.</summary>
    /// <param name="addedAfter">As the server wrote it; null for all.</param>
    /// <param name="next">The server's mark of the page; null for the first.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="TaxiiException">The server did not answer as it should.</exception>
    public async Task<TaxiiPage> PageAsync(string? addedAfter, string? next, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(addedAfter, next));
        request.Headers.TryAddWithoutValidation("Accept", MediaType + ";version=2.1");
        request.Headers.Authorization = Authorization();
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new TaxiiException($"the server answered {(int)answer.StatusCode} {answer.ReasonPhrase}{Advice(answer)}");
            if (answer.Content.Headers.ContentType?.MediaType is not MediaType)
                throw new TaxiiException($"the server answered with {answer.Content.Headers.ContentType?.MediaType ?? "no media type"} instead of {MediaType}; is it the address of a collection?");
            using var document = JsonDocument.Parse(await BodyAsync(answer.Content, stop));
            return Page(document.RootElement, Header(answer, "X-TAXII-Date-Added-Last"));
        }
        catch (HttpRequestException failed)
        {
            throw new TaxiiException(failed.InnerException is { } inner ? $"{failed.Message} ({inner.Message})" : failed.Message);
        }
        catch (JsonException broken)
        {
            throw new TaxiiException($"the server's answer is no JSON: {broken.Message}");
        }
        catch (IOException broken)
        {
            throw new TaxiiException($"the server's answer broke off: {broken.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TaxiiException($"the server did not answer within {AnswerMax.TotalSeconds:0} s");
        }
    }

    public void Dispose() => http.Dispose();

    private Uri Address(string? addedAfter, string? next)
    {
        var query = new StringBuilder("objects/?match%5Btype%5D=indicator,identity");
        if (addedAfter is not null)
            query.Append("&added_after=").Append(Uri.EscapeDataString(addedAfter));
        if (next is not null)
            query.Append("&next=").Append(Uri.EscapeDataString(next));
        return new Uri(feed.Collection, query.ToString());
    }

    private AuthenticationHeaderValue? Authorization()
    {
        if (feed.TokenFile is { } token)
            return new AuthenticationHeaderValue("Bearer", Secret(token));
        return feed.User is { } user
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Secret(feed.PasswordFile!)}")))
            : null;
    }

    // Read at each poll: a password that was changed needs no start.
    private string Secret(string file)
    {
        try
        {
            var path = resolve(file);
            var secret = new FileInfo(path).Length <= SecretBytesMax ? File.ReadAllText(path).Trim() : "";
            return secret.Length > 0 && !secret.Contains('\n') ? secret : throw new TaxiiException($"{path} must hold one line");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new TaxiiException(unreadable.Message);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContent content, CancellationToken stop)
    {
        await using var body = await content.ReadAsStreamAsync(stop);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = await body.ReadAsync(buffer, stop); read > 0; read = await body.ReadAsync(buffer, stop))
        {
            if (bytes.Length + read > PageBytesMax)
                throw new TaxiiException($"a page is longer than {PageBytesMax >> 20} MB");
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static TaxiiPage Page(JsonElement root, string? added)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new TaxiiException("the server's answer is no envelope");
        var objects = root.TryGetProperty("objects", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(TaxiiObject.Of).OfType<TaxiiObject>().ToList() : [];
        var more = root.TryGetProperty("more", out var flag) && flag.ValueKind == JsonValueKind.True;
        var next = root.TryGetProperty("next", out var mark) && mark.ValueKind == JsonValueKind.String ? mark.GetString() : null;
        return new TaxiiPage(objects, more ? next : null, more && next is null, added);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Advice(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ": look at user and password-file, or token-file",
        HttpStatusCode.NotFound => ": is it the address of a collection (…/collections/<id>/)?",
        HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.PermanentRedirect or HttpStatusCode.TemporaryRedirect => $": it sends elsewhere ({answer.Headers.Location}); redirects are not followed",
        _ => "",
    };

    private static bool IsSigned(X509Certificate? certificate, SslPolicyErrors errors, string authorities)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorities);
        using var server = new X509Certificate2(certificate);
        return chain.Build(server);
    }
}

/// <summary>A page of a collection.</summary>
/// <param name="Objects">What is kept of it.</param>
/// <param name="Next">The mark of the next page; null after the last.</param>
/// <param name="IsStuck">Whether the server says that there is more and not where.</param>
/// <param name="AddedLast">When the last of its objects was added, as the server writes it.</param>
internal sealed record TaxiiPage(IReadOnlyList<TaxiiObject> Objects, string? Next, bool IsStuck, string? AddedLast);

/// <summary>A collection could not be asked; the message says why.</summary>
internal sealed class TaxiiException(string message) : Exception(message);

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Yagura.Control;

/// <summary>A verb's way to the server that runs on this data folder.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly HttpClient http;

    private ControlClient(string path) => http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(path, stop), UseProxy = false })
    {
        BaseAddress = new Uri("http://control"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Null when no server answers on this folder.</summary>
    /// <exception cref="VerbException">One runs, and this user may not speak to it.</exception>
    public static async Task<ControlClient?> TryOpenAsync(string folder, CancellationToken stop)
    {
        var path = ControlSocket.In(folder);
        if (!File.Exists(path))
            return null;
        try
        {
            (await ConnectAsync(path, stop)).Dispose();
            return new ControlClient(path);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new VerbException($"{path} belongs to another user; run this as the user of the server");
        }
        catch (SocketException)
        {
            // Left behind by a server that is gone.
            return null;
        }
    }

    /// <summary>The lines of an answer, without its last, which says how it ended.</summary>
    /// <exception cref="VerbException">The server could not do it, or went away.</exception>
    public async IAsyncEnumerable<string> LinesAsync(HttpMethod method, string request, [EnumeratorCancellation] CancellationToken stop)
    {
        using var answer = await SendAsync(method, request, stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
        while (true)
        {
            var line = await ReadAsync(reader, stop) ?? throw Gone();
            if (!line.StartsWith("{\"outcome\":", StringComparison.Ordinal))
            {
                yield return line;
                continue;
            }

            using var end = JsonDocument.Parse(line);
            var outcome = end.RootElement.GetProperty("outcome");
            if (!outcome.GetProperty("ok").GetBoolean())
                throw new VerbException(outcome.GetProperty("error").GetString()!);
            yield break;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string request, CancellationToken stop)
    {
        try
        {
            using var message = new HttpRequestMessage(method, request);
            var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
            if (answer.StatusCode == HttpStatusCode.OK)
                return answer;
            answer.Dispose();
            throw new VerbException($"the server answered {(int)answer.StatusCode}: it is of another version; restart it");
        }
        catch (HttpRequestException)
        {
            throw Gone();
        }
    }

    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken stop)
    {
        try
        {
            return await reader.ReadLineAsync(stop);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw Gone();
        }
    }

    private static VerbException Gone() => new("the server went away in the middle; what it acknowledged is kept, run the same again");

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

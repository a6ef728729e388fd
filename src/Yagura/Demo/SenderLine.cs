namespace Yagura.Demo;

/// <summary>An open way to the server, whatever its transport.</summary>
internal sealed class SenderLine(Func<string, CancellationToken, Task> send, object transport) : IAsyncDisposable
{
    public Task SendAsync(string line, CancellationToken cancel) => send(line, cancel);

    public async ValueTask DisposeAsync()
    {
        if (transport is IAsyncDisposable patient)
            await patient.DisposeAsync();
        else
            ((IDisposable)transport).Dispose();
    }
}

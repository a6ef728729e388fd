using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Kill;

/// <summary>What is no duplicate: lines that are equal because they happened again.</summary>
public sealed class EqualLinesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-equal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Equal_lines_of_one_unbroken_session_are_all_stored_and_all_analysed()
    {
        var line = SampleLines.FailedLogin("admin", 1, "203.0.113.77");
        await using var server = new Server(folder);
        await server.StartAsync();
        await new RelpSender(server.Relp, window: 100, _ => line) { Total = SampleLines.AttemptsThatOpen }.RunAsync(CancellationToken.None);
        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        var evidence = Evidence.Read(Path.Combine(server.Data, "archive"));
        Assert.Equal(Enumerable.Repeat((line, (long?)null), SampleLines.AttemptsThatOpen), evidence.Select(stored => (stored.Raw, stored.Repeats)));
        // One attempt fewer opens nothing: each of the equal lines was counted.
        Assert.Single(await Journal.ExportAsync(server.Data), entry => entry.GetProperty("kind").GetString() == "incident.opened");
    }
}

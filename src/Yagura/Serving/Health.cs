using Yagura.Pipeline;

namespace Yagura.Serving;

/// <summary><c>GET /healthz</c>: 200 while every listener is open and the disk takes what comes; then a line for each part. Open to everybody, so it names no address and no cause.</summary>
internal static class Health
{
    private static string Intake(PipelineStatus status) => status switch
    {
        { Halted: not null } => "intake stopped: the disk failed; a person must look",
        { Short: not null } => "nothing is acknowledged: the disk is nearly full; it goes on by itself when there is room",
        { Listening: true } => "ok",
        _ => "starting or stopping",
    };

    public static IResult Of(PipelineStatus status)
    {
        var well = status is { Listening: true, Halted: null, Short: null };
        var lines = new List<string> { Intake(status) };
        lines.AddRange(status.Listeners.Select(listener => $"listener {listener.Id} {(status.Listening ? "open" : "closed")}{(listener.Canary?.Trouble is null ? "" : ", its canary is missing")}"));
        // A stage that fails loses nothing and is tried again: it is told, and does not make the server unwell.
        lines.AddRange(status.Stages.Select(stage => $"stage {stage.Name} {(stage.Trouble is null ? "well" : $"failing, tried again ({stage.Failures} failures)")}"));
        return Results.Text(string.Join('\n', lines) + "\n", statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

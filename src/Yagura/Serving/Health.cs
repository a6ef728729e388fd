using Yagura.Pipeline;

namespace Yagura.Serving;

/// <summary><c>GET /healthz</c>: 200 while every listener is open and the disk takes what comes; then a line for each part. Open to everybody, so it names no address and no cause.</summary>
internal static class Health
{
    public static IResult Of(PipelineStatus status)
    {
        var well = status is { Listening: true, Halted: null };
        var lines = new List<string> { well ? "ok" : status.Halted is null ? "starting or stopping" : "intake stopped: the disk failed; a person must look" };
        lines.AddRange(status.Listeners.Select(listener => $"listener {listener.Id} {(status.Listening ? "open" : "closed")}"));
        // A stage that fails loses nothing and is tried again: it is told, and does not make the server unwell.
        lines.AddRange(status.Stages.Select(stage => $"stage {stage.Name} {(stage.Trouble is null ? "well" : $"failing, tried again ({stage.Failures} failures)")}"));
        return Results.Text(string.Join('\n', lines) + "\n", statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

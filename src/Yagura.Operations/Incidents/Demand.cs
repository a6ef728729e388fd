using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>What an act must say, or is refused in words that help.</summary>
internal static class Demand
{
    /// <summary>A text that is one.</summary>
    internal static string Text(string? text, string ja, string en) => !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new RefusedException($"{ja}を入力してください。", $"Say {en}.");

    /// <summary>A severity of 1 to 3.</summary>
    internal static int Severity(int severity) => severity is >= 1 and <= 3
        ? severity
        : throw new RefusedException($"危険度 {severity} はありません。1、2、3 のいずれかです。", $"There is no severity {severity}; it is 1, 2 or 3.");

    /// <summary>A person of the client.</summary>
    internal static string Client(string actor) => Actor.IsClient(actor)
        ? actor
        : throw new RefusedException($"「{actor}」は担当者（client:名前）ではありません。", $"'{actor}' is nobody of the client (client:name).");

    /// <summary>One of some words.</summary>
    internal static string OneOf(string word, IReadOnlyList<string> allowed, string ja, string en) => allowed.Contains(word)
        ? word
        : throw new RefusedException($"{ja}「{word}」は使えません。使えるもの: {string.Join("、", allowed)}", $"'{word}' is no {en}; allowed are {string.Join(", ", allowed)}.");
}

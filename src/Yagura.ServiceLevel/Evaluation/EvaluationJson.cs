using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>The evaluation as JSON, stable: it grows only by members (FIGURES 6, docs/formats/evaluation.md).</summary>
public static class EvaluationJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    /// <summary>One JSON object, no line end.</summary>
    /// <param name="result">An evaluation.</param>
    public static string Write(EvaluationResult result)
    {
        using var buffer = new MemoryStream();
        Write(result, buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>One JSON object in UTF-8, no line end, written piece by piece: a large journal has hundreds of thousands of subjects.</summary>
    /// <param name="result">An evaluation.</param>
    /// <param name="output">Where to.</param>
    public static void Write(EvaluationResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        Head(json, result);
        json.WriteStartArray("measures");
        foreach (var figure in result.Measures) FigureJson.Write(json, figure);
        json.WriteEndArray();
        Costs(json, result.Costs);
        Reconciliation(json, result.Reconciliation);
        Remarks(json, result.Remarks);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, EvaluationResult result)
    {
        var (scope, journal) = (result.Scope, result.Journal);
        json.WriteString("asOf", FigureJson.Time(scope.Contract.Zone.In(scope.AsOf)));
        json.WriteString("from", scope.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("to", scope.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteBoolean("provisional", result.Provisional);
        json.WriteStartObject("contract");
        json.WriteString("id", scope.Contract.Id);
        json.WriteString("version", scope.Contract.Version);
        json.WriteString("sha256", scope.Contract.Sha256);
        json.WriteEndObject();
        json.WriteStartObject("journal");
        json.WriteNumber("entries", journal.Entries);
        json.WriteNumber("number", journal.Number);
        json.WriteString("hash", journal.Hash);
        json.WriteBoolean("verified", journal.Chain == ChainState.Verified);
        json.WriteEndObject();
        json.WriteString("pin", result.Pin);
    }

    private static void Costs(Utf8JsonWriter json, CostFigure? costs)
    {
        if (costs is null)
        {
            json.WriteNull("costs");
            return;
        }
        json.WriteStartObject("costs");
        json.WriteString("tax", costs.Costs.TaxIncluded ? "included" : "excluded");
        Side(json, "before", costs.Before, costs.Costs.Before);
        Side(json, "after", costs.After, costs.Costs.After);
        json.WritePropertyName("saved");
        json.WriteRawValue(costs.Saved);
        json.WriteString("percent", costs.Percent);
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, CostSideFigure side, Contracts.CostSide given)
    {
        json.WriteStartObject(name);
        json.WriteNumber("amount", given.Amount);
        json.WriteStartArray("exclude");
        foreach (var less in given.Exclude)
        {
            json.WriteStartObject();
            json.WriteNumber("amount", less.Amount);
            json.WriteString("reason", less.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("net");
        json.WriteRawValue(side.Net);
        json.WriteNumber("years", side.Years);
        json.WritePropertyName("yearly");
        json.WriteRawValue(side.Yearly);
        json.WriteEndObject();
    }

    private static void Reconciliation(Utf8JsonWriter json, Reconciliation counts)
    {
        json.WriteStartObject("reconciliation");
        json.WriteNumber("recorded", counts.Recorded);
        json.WriteNumber("counted", counts.Counted);
        json.WriteNumber("drills", counts.Drills);
        json.WriteNumber("preparation", counts.Preparation);
        json.WriteNumber("withdrawn", counts.Withdrawn);
        json.WriteNumber("merged", counts.Merged);
        json.WriteNumber("superseded", counts.Superseded);
        json.WriteNumber("notComputable", counts.NotComputable);
        json.WriteEndObject();
    }

    private static void Remarks(Utf8JsonWriter json, EvaluationRemarks remarks)
    {
        json.WriteStartArray("exclusions");
        foreach (var exclusion in remarks.Exclusions) WriteExclusion(json, exclusion);
        json.WriteEndArray();
        json.WriteStartArray("unknownKinds");
        foreach (var kind in remarks.UnknownKinds) json.WriteStringValue(kind);
        json.WriteEndArray();
        json.WriteStartArray("restatements");
        foreach (var restated in remarks.Restatements)
        {
            json.WriteStartObject();
            json.WriteString("period", restated.Period);
            json.WriteString("measure", restated.Measure);
            json.WriteString("issued", restated.Issued);
            json.WriteString("now", restated.Now);
            json.WriteNumber("entry", restated.Entry);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("decisions");
        foreach (var fact in remarks.Decisions)
        {
            json.WriteStartObject();
            json.WriteNumber("entry", fact.Number);
            foreach (var member in new[] { "measure", "grade", "text", "impact", "prevention", "by" }) json.WriteString(member, fact.Data.Text(member));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("faults");
        foreach (var fault in remarks.Faults) WriteFault(json, fault);
        json.WriteEndArray();
    }

    private static void WriteExclusion(Utf8JsonWriter json, Exclusion exclusion)
    {
        json.WriteStartObject();
        json.WriteString("what", exclusion.What);
        json.WriteString("subject", exclusion.Subject);
        FigureJson.Numbers(json, exclusion.Entries);
        json.WriteString("text", exclusion.Text.En);
        json.WriteString("textJa", exclusion.Text.Ja);
        json.WriteBoolean("unconfirmed", exclusion.Unconfirmed);
        json.WriteBoolean("refused", exclusion.Refused);
        json.WriteEndObject();
    }

    private static void WriteFault(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        json.WriteString("file", fault.File);
        json.WriteNumber("line", fault.Line);
        json.WriteString("text", fault.Text.En);
        json.WriteString("textJa", fault.Text.Ja);
        json.WriteBoolean("leftOut", fault.LeftOut);
        json.WriteEndObject();
    }
}

using Microsoft.AspNetCore.Http;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages;

/// <summary>One way for every act: record and go on, or come back with what was typed and why it was refused.</summary>
internal static class Acting
{
    /// <summary>The fields of a form, and the dialog that sent it.</summary>
    public static TypedAct Typed(string dialog, IFormCollection form) =>
        new(dialog, form.Where(field => field.Value.Count > 0).ToDictionary(field => field.Key, field => string.Join(',', field.Value.ToArray()), StringComparer.Ordinal), []);

    /// <summary>A dialog opened by its address.</summary>
    public static TypedAct Opened(PageContext page) => TypedAct.None with { Dialog = page.Address.Value("act") };

    /// <summary>Records it.</summary>
    /// <param name="page">The request.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="record">The act; the address to go on to.</param>
    /// <param name="done">Goes on.</param>
    /// <param name="again">Shows the page again.</param>
    public static async Task<IResult> RecordAsync(PageContext page, TypedAct typed, Func<Task> record, Func<IResult> done, Func<TypedAct, Task<IResult>> again)
    {
        try
        {
            await record();
            return done();
        }
        catch (RefusedException refused)
        {
            return await again(typed with { Errors = [Refusals.TextOf(refused, page.Texts)] });
        }
    }
}

using System.Net.Mail;
using System.Text;
using Yagura.Archive.Chain;
using Yagura.Settings;

namespace Yagura.Outside;

/// <summary>A checkpoint as a mail: the file itself attached, and the pin as text that a person can keep.</summary>
internal static class CheckpointMail
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    /// <summary>Hands a mail to the relay.</summary>
    /// <exception cref="SmtpException">The relay did not take it.</exception>
    public static async Task SendAsync(CheckpointMailSettings settings, string recipient, Checkpoint checkpoint, byte[] file, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(WaitMax);
        using var relay = new SmtpClient(settings.Relay.Host, settings.Relay.Port) { EnableSsl = settings.Tls, DeliveryMethod = SmtpDeliveryMethod.Network };
        using var mail = Write(settings.From, recipient, checkpoint.Content, file);
        await relay.SendMailAsync(mail, limit.Token);
    }

    /// <summary>The mail of a checkpoint. Every word in it is ours: ids, numbers, hashes.</summary>
    internal static MailMessage Write(string from, string recipient, CheckpointContent content, byte[] file)
    {
        var mail = new MailMessage(from, recipient)
        {
            Subject = $"Yagura checkpoint {content.Node} seal {content.SealIndex}",
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            Body = $"""
                このメールを保管してください。証跡が後から書き換えられていないことを確かめるための外部控えです。
                Please keep this mail: it is the copy held outside that shows whether evidence was rewritten later.

                {content.SealIndex}:{content.SealHash}

                origin {content.Origin}
                node {content.Node}
                time {content.Time}

                確認 / check: yagura verify ARCHIVE --pin {content.SealIndex}:{content.SealHash}

                """,
        };
        mail.Attachments.Add(new Attachment(new MemoryStream(file), $"{content.Node}-{content.SealIndex:D10}.checkpoint", "text/plain"));
        return mail;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Postern.Bench.Measuring;

namespace Postern.Bench.EndToEnd;

/// <summary>The server that everything is delivered to, in a process of its own so that its time is told apart.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Child _child;
    private readonly TaskCompletionSource<int> _port;
    private readonly ConcurrentQueue<ReceivedMail> _mails;
    private int _taken;

    private MailSink(Child child, TaskCompletionSource<int> port, ConcurrentQueue<ReceivedMail> mails) =>
        (_child, _port, _mails) = (child, port, mails);

    public int Port => _port.Task.Result;

    public ProcessUse Use => ProcessUse.Of(_child.Id);

    /// <summary>How many mails came so far.</summary>
    public int Count => _mails.Count + _taken;

    public static async Task<MailSink> StartAsync()
    {
        var (port, mails) = (new TaskCompletionSource<int>(), new ConcurrentQueue<ReceivedMail>());
        var program = typeof(MailSink).Assembly.Location;
        var child = Child.Start("dotnet", [program, "--what", "sink"], [], Take);
        var sink = new MailSink(child, port, mails);
        await port.Task.WaitAsync(Patience);
        return sink;

        void Take(string line)
        {
            if (!port.Task.IsCompleted)
                port.SetResult(int.Parse(line, CultureInfo.InvariantCulture));
            else
                mails.Enqueue(ReceivedMail.OfLine(line));
        }
    }

    /// <summary>The mails that came since this was last asked.</summary>
    public IReadOnlyList<ReceivedMail> Take()
    {
        var mails = new List<ReceivedMail>();
        while (_mails.TryDequeue(out var mail))
            mails.Add(mail);
        _taken += mails.Count;
        return mails;
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}

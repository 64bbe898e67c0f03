using System.Net.Sockets;
using System.Text;

namespace Postern.Bench.EndToEnd;

/// <summary>One connection of the sink: every mail is accepted (RFC 5321, with PIPELINING of RFC 2920).</summary>
/// <param name="stream">The connection.</param>
/// <param name="told">Takes a line for each mail.</param>
internal sealed class SinkSession(NetworkStream stream, Action<string> told) : IDisposable
{
    private const int Buffer = 64 * 1024;
    private static readonly byte[] ContentEnd = "\r\n.\r\n"u8.ToArray();
    private readonly byte[] _buffer = new byte[Buffer];
    private readonly MemoryStream _content = new();
    private readonly StringBuilder _replies = new();
    private int _start;
    private int _end;
    private string _recipient = "";
    private bool _quits;

    public async Task RunAsync()
    {
        _replies.Append("220 bench\r\n");
        while (!_quits)
        {
            // Replies to commands that came together leave together (RFC 2920).
            if (Line() is not { } line)
            {
                await FlushAsync();
                if (!await FillAsync())
                    return;
                continue;
            }
            Answer(line);
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase) && !await ReadContentAsync())
                return;
        }
        await FlushAsync();
    }

    public void Dispose() => _content.Dispose();

    private void Answer(string line)
    {
        var command = line[..Math.Min(4, line.Length)].ToUpperInvariant();
        if (command == "RCPT")
            _recipient = line[
                (line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)
            ];
        _quits = command == "QUIT";
        _replies.Append(
            command switch
            {
                "EHLO" => "250-bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n",
                "DATA" => "354 go on\r\n",
                "QUIT" => "221 2.0.0 bye\r\n",
                _ => "250 2.0.0 ok\r\n",
            }
        );
    }

    private async Task<bool> ReadContentAsync()
    {
        await FlushAsync();
        _content.SetLength(0);
        while (!TakeContent())
        {
            if (!await FillAsync())
                return false;
        }
        var time = DateTimeOffset.UtcNow;
        told(ReceivedMail.Read(time, _recipient, _content.GetBuffer().AsSpan(0, (int)_content.Length)).ToLine());
        _replies.Append("250 2.0.0 taken\r\n");
        return true;
    }

    // Moves what has come into the content. True when its end is there.
    private bool TakeContent()
    {
        var before = (int)_content.Length;
        _content.Write(_buffer, _start, _end - _start);
        var from = Math.Max(0, before - ContentEnd.Length);
        var found = _content.GetBuffer().AsSpan(from, (int)_content.Length - from).IndexOf(ContentEnd);
        if (found < 0)
        {
            _start = _end = 0;
            return false;
        }
        var length = from + found + ContentEnd.Length;
        _start += length - before;
        _content.SetLength(length);
        return true;
    }

    private string? Line()
    {
        var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
        if (end < 0)
            return null;
        var line = Encoding.UTF8.GetString(_buffer, _start, end);
        _start += end + 2;
        return line;
    }

    private async Task<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end));
        _end += read;
        return read > 0;
    }

    private async Task FlushAsync()
    {
        if (_replies.Length == 0)
            return;
        var replies = Encoding.ASCII.GetBytes(_replies.ToString());
        _replies.Clear();
        await stream.WriteAsync(replies);
    }
}

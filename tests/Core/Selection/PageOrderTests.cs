namespace Postern.Tests.Selection;

/// <summary>
/// The page's own order (P10–P25), case by case. The columns are those of <see cref="SelectionTable"/>: what is expected was written
/// down from the page's statements. Unless a case says otherwise the notification address is notifications@mycompany.com and the
/// bounce address bounce@mycompany.com.
/// </summary>
public sealed class PageOrderTests
{
    private const string Cases = """
        | why | servers | setting | From | server | header From | envelope |
        |---|---|---|---|---|---|---|
        | P20 the page's example: the filter test@example.com comes first | o 10 -; d 10 example.com; t 10 test@example.com | | test@example.com | t | test@example.com | test@example.com |
        | P20 an exact address beats a domain of better priority | d 10 example.com; t 20 test@example.com | | test@example.com | t | test@example.com | test@example.com |
        | P20 P25 two exact addresses: priority 10 before 20 | b 20 test@example.com; a 10 test@example.com | | test@example.com | a | test@example.com | test@example.com |
        | P20 an address inside a list | a 10 other.example, test@example.com; d 5 example.com | | test@example.com | a | test@example.com | test@example.com |
        | P20 upper and lower case are one | d 5 example.com; t 10 TEST@Example.COM | | Test@EXAMPLE.com | t | test@example.com | test@example.com |
        | P20 another address of the domain does not count | a 5 sales@example.com; o 10 - | | test@example.com | o | "test" <notifications@mycompany.com> | bounce@mycompany.com |
        | P21 the page's example: else the filter example.com | o 10 -; d 10 example.com | | test@example.com | d | test@example.com | test@example.com |
        | P21 the domain beats a server without filter of better priority | o 5 -; d 20 example.com | | test@example.com | d | test@example.com | test@example.com |
        | P21 P25 two domains: priority 10 before 20 | b 20 example.com; a 10 example.com | | test@example.com | a | test@example.com | test@example.com |
        | P21 a sub-domain is another domain | d 5 example.com; o 10 - | | test@mail.example.com | o | "test" <notifications@mycompany.com> | bounce@mycompany.com |
        | P21 the domain above is another domain | d 5 mail.example.com; o 10 - | | test@example.com | o | "test" <notifications@mycompany.com> | bounce@mycompany.com |
        | P21 spaces and empty parts do not matter | d 10 , example.com ,,; o 5 - | | test@example.com | d | test@example.com | test@example.com |
        | P21 both spellings of an international domain | d 10 bücher.example; o 5 - | | info@xn--bcher-kva.example | d | info@xn--bcher-kva.example | info@xn--bcher-kva.example |
        | P21 the bounce address is the envelope sender where the filter allows it (P27) | m 10 mycompany.com | | "Ann" <ann@mycompany.com> | m | "Ann" <ann@mycompany.com> | bounce@mycompany.com |
        | P19 companies send from their own domains | a 10 first.example; b 10 second.example | | ann@second.example | b | ann@second.example | ann@second.example |
        | P22 the page's example: else no filter | x 5 other.example; o 10 - | | test@example.com | o | "test" <notifications@mycompany.com> | bounce@mycompany.com |
        | P22 P25 two without filter: priority 10 before 20 | b 20 -; a 10 - | | test@example.com | a | "test" <notifications@mycompany.com> | bounce@mycompany.com |
        | P22 before P23: no filter comes before the domain of mail.default.from | m 5 mycompany.com; o 20 - | | "Mary" <mary@customer.example> | o | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P22 before P23: no filter comes before the address of mail.default.from | n 5 notifications@mycompany.com; o 20 - | | "Mary" <mary@customer.example> | o | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P22 an internal author of ours, proven, keeps the own address | o 10 - | trusted | "Ann" <ann@mycompany.com> | o | "Ann" <ann@mycompany.com> | bounce@mycompany.com |
        | P22 an internal author who is not proven does not | o 10 - | | "Ann" <ann@mycompany.com> | o | "Ann" <notifications@mycompany.com> | bounce@mycompany.com |
        | P22 without a notification address there is nothing to encapsulate in | o 10 - | n=none | "Mary" <mary@customer.example> | o | "Mary" <mary@customer.example> | bounce@mycompany.com |
        | P22 the notification address itself stays as it is | o 10 - | | "Robot" <notifications@mycompany.com> | o | "Robot" <notifications@mycompany.com> | bounce@mycompany.com |
        | P23 else the address of mail.default.from before its domain | m 5 mycompany.com; n 10 notifications@mycompany.com | | "Mary" <mary@customer.example> | n | "Mary" <notifications@mycompany.com> | notifications@mycompany.com |
        | P23 else the domain of mail.default.from | x 5 other.example; m 10 mycompany.com | | "Mary" <mary@customer.example> | m | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P23 P25 two of them: priority 10 before 20 | b 20 mycompany.com; a 10 mycompany.com | | "Mary" <mary@customer.example> | a | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P23 P14 mail.default.from as a full address of another domain | m 5 mycompany.com; r 10 news.example | n=robot@news.example | "Mary" <mary@customer.example> | r | "Mary" <robot@news.example> | robot@news.example |
        | P23 P14 a full address before its domain | d 5 news.example; r 10 robot@news.example | n=robot@news.example | "Mary" <mary@customer.example> | r | "Mary" <robot@news.example> | robot@news.example |
        | P24 else the first by priority | y 20 third.example; x 10 other.example | | "Mary" <mary@customer.example> | x | "Mary" <notifications@mycompany.com> | notifications@mycompany.com |
        | P24 without a notification address the From stays | x 10 other.example | n=none | "Mary" <mary@customer.example> | x | "Mary" <mary@customer.example> | mary@customer.example |
        | P24 equal priorities: the one created first | y 10 third.example; x 10 other.example | | "Mary" <mary@customer.example> | y | "Mary" <notifications@mycompany.com> | notifications@mycompany.com |
        | P10 one with priority 10 goes before one with priority 20 | b 20 mycompany.com; a 10 mycompany.com | | ann@mycompany.com | a | ann@mycompany.com | bounce@mycompany.com |
        | P10 an inactive server does not take part | off a 10 mycompany.com; b 20 mycompany.com | | ann@mycompany.com | b | ann@mycompany.com | bounce@mycompany.com |
        | P18 a full-address filter takes every other From in | s 10 odoo@corp.example | n=odoo@corp.example | "Mary" <mary@customer.example> | s | "Mary" <odoo@corp.example> | odoo@corp.example |
        | P18 our own people too | s 10 odoo@corp.example | n=odoo@corp.example | "Ann" <ann@mycompany.com> | s | "Ann" <odoo@corp.example> | odoo@corp.example |
        | P18 proven or not | s 10 odoo@corp.example | n=odoo@corp.example; trusted | "Ann" <ann@mycompany.com> | s | "Ann" <odoo@corp.example> | odoo@corp.example |
        | P18 that address itself stays as it is | s 10 odoo@corp.example | n=odoo@corp.example | odoo@corp.example | s | odoo@corp.example | odoo@corp.example |
        | P17 the page's example: Admin is encapsulated | | default=mycompany.com | "Admin" <admin@example.com> | default | "Admin" <notifications@mycompany.com> | bounce@mycompany.com |
        | P17 without a name the local part is the name | | default=mycompany.com | admin@example.com | default | "admin" <notifications@mycompany.com> | bounce@mycompany.com |
        | P15 mail.default.from_filter lets the own domain through | | default=mycompany.com | "Ann" <ann@mycompany.com> | default | "Ann" <ann@mycompany.com> | bounce@mycompany.com |
        | P15 a filter that names neither | | default=x.example | "Ann" <ann@mycompany.com> | default | "Ann" <notifications@mycompany.com> | notifications@mycompany.com |
        | P13 P16 the default server without filter | | default=- | "Mary" <mary@customer.example> | default | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P15 the default server does not take part beside a record | x 10 other.example | default=mycompany.com | "Ann" <ann@mycompany.com> | x | "Ann" <notifications@mycompany.com> | notifications@mycompany.com |
        | P15 it does when every record is inactive | off x 10 mycompany.com | default=mycompany.com | "Ann" <ann@mycompany.com> | default | "Ann" <ann@mycompany.com> | bounce@mycompany.com |
        | P6 no server at all | | | "Ann" <ann@mycompany.com> | none | | |
        | P11 the server for mass mail takes the mailing | t 10 mycompany.com; s 20 mycompany.com | bulk; bulkServer=s | ann@mycompany.com | s | ann@mycompany.com | bounce@mycompany.com |
        | P11 transactional mail goes by priority | t 10 mycompany.com; s 20 mycompany.com | bulkServer=s | ann@mycompany.com | t | ann@mycompany.com | bounce@mycompany.com |
        | P11 a mailing goes by priority when no server is named | t 10 mycompany.com; s 20 mycompany.com | bulk | ann@mycompany.com | t | ann@mycompany.com | bounce@mycompany.com |
        | P11 P17 the server for mass mail keeps to its filter | t 10 mycompany.com; s 20 notifications@mycompany.com | bulk; bulkServer=s | "Ann" <ann@mycompany.com> | s | "Ann" <notifications@mycompany.com> | notifications@mycompany.com |
        | P11 a server that the mail names goes before it | t 10 mycompany.com; s 20 mycompany.com | bulk; bulkServer=s; explicit=t | ann@mycompany.com | t | ann@mycompany.com | bounce@mycompany.com |
        | P17 a server that the mail names keeps to its filter | m 20 mycompany.com; o 10 - | explicit=m | "Mary" <mary@customer.example> | m | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P13 a named server without filter | m 10 mycompany.com; o 20 - | explicit=o | "Mary" <mary@customer.example> | o | "Mary" <notifications@mycompany.com> | bounce@mycompany.com |
        | P17 a named server that may speak for neither | x 10 other.example; m 20 mycompany.com | explicit=x | "Mary" <mary@customer.example> | none | | |
        | P10 a named server that is inactive | off m 10 mycompany.com; o 20 - | explicit=m | ann@mycompany.com | none | | |
        | P10 a named server that does not exist | m 10 mycompany.com | explicit=gone | ann@mycompany.com | none | | |
        | P13 a From without address matches no filter | x 5 other.example; m 10 mycompany.com | | Xenia without address | m | "Xenia without address" <notifications@mycompany.com> | bounce@mycompany.com |
        | P13 a From without address and nothing to encapsulate in | m 10 mycompany.com | n=none | Xenia without address | none | | |
        | P5 an empty From | m 10 mycompany.com | | | m | notifications@mycompany.com | bounce@mycompany.com |
        | P17 two authors: the first one's name | m 10 mycompany.com | | Xenia <xenia@mycompany.com>, Yann <yann@mycompany.com> | m | "Xenia" <notifications@mycompany.com> | bounce@mycompany.com |
        """;

    public static TheoryData<string> Rows() => [.. SelectionTable.Rows(Cases)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_page_decides(string row)
    {
        var expected = SelectionTable.Read(row);

        Assert.Equal(expected.Outcome, SelectionTable.Decide(expected.Request, expected.Bounce));
    }

    [Fact]
    public void There_are_at_least_forty_cases_of_the_page() => Assert.True(SelectionTable.Rows(Cases).Count() >= 40);
}

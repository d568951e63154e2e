/** What Portuguese words mean, for letters; the form is described where the concepts are read. */
export const portuguese = `
delete: apag* elimin* remov* remoc* exclu* destru* retir* direito+ao+esquecimento esquec* delet* tir* limp*
gone: desapare* sum* sem+rasto rasto rastro
close: encerr* fech* cancel* desativ* desactiv*
data: dado* informac* ficheiro* ficha registo* registro* historico cadastro
account: conta contas perfil perfis utilizador usuario cadastro+de
content: foto* imagen* imagem publicac* comentario* avaliac* video* forum
mine: meu minha meus minhas eu me mim nosso* nossa*
aboutme: sobre+mim a+meu+respeito acerca+de+mim que+me+dizem de+mim em+meu+nome
you: vos vosso* vossa* voces voce seu sua seus suas empresa
hold: guard* armazen* conserv* tem+sobre possu* detem recolh* colet* dispo* mantem mant*
know: sabem+sobre saber+que saber+quais
copy: copia* lista+de resumo extrato acesso listagem
tell: envi* mand* fornec* indiq* dig* inform* comuniq* mostr* facult* disponibiliz* remet* entreg*
want: quero queria gostaria solicit* peco pedir desejo por+favor exij* requeir* podem poderiam pretend* preciso venho agradec* favor
what: que quais qual
who: quem com+quem a+quem destinatario*
source: de+onde como+obtiv* origem fonte
purpose: finalidade* por+que porque para+que quanto+tempo prazo base+legal
all: tudo todos todas todo toda complet* integral* qualquer inteir*
share: partilh* compartilh* cedid* ceder transmit* divulg* passaram passar
sell: vend* comercializ* alug*
third: terceir* parceir* anunciant* outras+empresas outra+empresa
marketing: marketing publicid* publicit* comercia* promociona* propaganda
newsletter: newsletter* boletim boletins oferta* promoc* catalog* folheto* spam
mail: email* e+mail* mail* correio sms chamad* mensag* carta* contact* telefon* lig* whatsapp
receive: receb* cheg* bombarde* inund*
stop: par* deix* nao+mais basta cess* nunca+mais stop chega farto farta
unsubscribe: descadastr* cancelar+a+subscr* lista+de+email lista+de+envio desinscre* remover+da+lista anular+a+subscr* retirem+me
not: nao nunca sem nem nenhum*
object: oponh* opor oposic* discord* recus* contra
use: us* utiliz* trat* empreg* aproveit*
profile: definicao+de+perfis perfilamento analis* comportament* habitos personaliz* rastre* preferenc*
legit: interesse+legitimo interesses+legitimos legitimo+interesse
restrict: limit* bloque* congel* suspend* suspens* restri* nao+mexam
until: enquanto ate entretanto por+agora provisor* por+enquanto
dispute: litigio disput* tribunal contest* prov* esclare* verific* diferendo
correct: corrig* corrij* retific* rectific* atualiz* actualiz* alter* mud* complet* correc*
wrong: errad* incorret* incorrect* erro erros inexat* desatualiz* antig* falt* engan*
name: nome apelido sobrenome chamo senhor* solteira
address: morada endereco telefone nascimento aniversario rua codigo+postal numero telemovel
moved: mudei mudanca casei casamento divorci* moro vivo separ*
consent: consent* permiss* autoriz* aceit* acordo
withdraw: retir* revog* volto+atras anul* ja+nao+dou
machine: automat* algoritm* computador* maquina* sistema+inform* robo ia programa
decision: decis* recus* rejeit* negad* pontuac* bloquead* indefer*
human: human* pessoa alguem funcionari* colaborador
review: revis* reve* reconsider* reapreci* analis*+de+novo reavali* verifiqu*
export: export* leitura+automatica csv json xml estruturad* formato descarreg* portabilidade transfer* zip excel baixar levar
other: outro+fornecedor outro+servico concorren* nova+plataforma outra+loja novo+fornecedor diretamente+para outro+prestador
child: filh* crianc* menor* gemeos menin* miud* net* neto neta
parent: mae pai pais tutor* encarregad* responsavel+legal avo
age: anos idade doze onze dez nove oito sete escola+primaria
complain: queixa* queixar reclamac* reclam* inaceitavel vergonh* indign* escandal* inadmissivel
authority: cnpd anpd autoridade comissao+nacional
lawyer: advogad* tribunal judicia* indemniz* indeniz* processo+contra
breach: violac* fuga vazam* vazou hacke* roubad* ilegal* ilicit* expost* abus* estranh*
answer: respost* respond*
ignore: ignor* sem+resposta ninguem+me nenhuma+resposta silencio nada
ago: ha semana* meses duas+vezes terceira+vez ja prazo lembrete atras
right: direito* rgpd lgpd protecao+de+dados regulamento
article: artigo art alinea
order: encomenda* pedido+n pacote entrega* devol* reembols* garantia tamanho troc* carrinho loja produto compra cupao prenda
invoice: fatura* factura* pagament* pag* preco* assinatura tarif* recibo debito
job: candidat* curriculo emprego vaga estagio
howto: como+posso como+faco como+se onde+posso e+possivel ha+alguma
accident: por+engano acident* recuper* restaur* sem+querer
thanks: obrigad*+pel parabens
dead: falec* defunt* morte heranca herdeir* viuv* obito
agent: em+nome+de procurac* represent* mandat* meu+cliente minha+cliente
vendor: soluc* webinar* sua+empresa formacao nossos+servicos consultor* demo
policy: politica+de cookies cookie termos condicoes
`;
